import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Puts the failures of sockets into the words that Go's client uses for them, since users grep for those.
enum ConnectionFailure {
    /// The reason to show for `error`, which `host:port` gave.
    static func reason(_ error: any Error, host: String, port: Int) -> String {
        switch error {
        case let error as NIOConnectionError: reason(error)
        case let error as IOError: reason(error, address: joined(host: host, port: port))
        case let error as HTTPClientError: reason(error)
        case is ChannelError: "EOF"
        case let error as NIOSSLError: reason(error)
        case is NIOSSLExtraError:
            "tls: failed to verify certificate: x509: certificate is not valid for \(host)"
        case is HTTPParserError: "net/http: HTTP/1.x transport connection broken: malformed HTTP response"
        default: lowercasedFirst("\(error)")
        }
    }

    /// Whether the time that a request was given ran out.
    static func isTimeout(_ error: any Error) -> Bool {
        if case .connectTimeout = error as? ChannelError { return true }
        guard let error = error as? HTTPClientError else { return false }
        return switch error {
        case .deadlineExceeded, .connectTimeout, .readTimeout, .writeTimeout, .getConnectionFromPoolTimeout,
            .tlsHandshakeTimeout, .httpProxyHandshakeTimeout, .socksHandshakeTimeout:
            true
        default: false
        }
    }

    /// Whether the other side closed or reset the connection, as it may do with an idle one at any time.
    static func isClosedConnection(_ error: any Error) -> Bool {
        switch error {
        case let error as HTTPClientError: error == .remoteConnectionClosed
        case let error as IOError: error.errnoCode == ECONNRESET || error.errnoCode == EPIPE
        case is ChannelError: true
        default: false
        }
    }

    private static func reason(_ error: NIOSSLError) -> String {
        let text = "\(error)"
        if text.contains("CERTIFICATE_VERIFY_FAILED") {
            return "tls: failed to verify certificate: x509: certificate signed by unknown authority, expired or "
                + "not valid"
        }
        if text.contains("PROTOCOL_VERSION") || text.contains("UNSUPPORTED_PROTOCOL") {
            return "remote error: tls: protocol version not supported"
        }
        return "tls: \(lowercasedFirst(text))"
    }

    private static func reason(_ error: NIOConnectionError) -> String {
        if let failure = error.connectionErrors.first {
            let address = joined(host: failure.target.ipAddress ?? error.host, port: failure.target.port ?? error.port)
            return (failure.error as? IOError).map { reason($0, address: address) }
                ?? "dial tcp \(address): \(lowercasedFirst("\(failure.error)"))"
        }
        return "dial tcp: lookup \(error.host): no such host"
    }

    private static func reason(_ error: IOError, address: String) -> String {
        let text = text(of: error.errnoCode)
        return switch error.errnoCode {
        case ECONNRESET: "read tcp \(address): read: \(text)"
        case EPIPE: "write tcp \(address): write: \(text)"
        default: "dial tcp \(address): connect: \(text)"
        }
    }

    private static func reason(_ error: HTTPClientError) -> String {
        switch error {
        case .remoteConnectionClosed: "EOF"
        case .redirectLimitReached: "stopped after 10 redirects"
        case .emptyHost: "http: no Host in request URL"
        case .emptyScheme: "unsupported protocol scheme \"\""
        default: lowercasedFirst(error.shortDescription)
        }
    }

    private static func joined(host: String, port: Int) -> String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    /// The system's text for an error number, in lower case as Go prints it.
    private static func text(of number: Int32) -> String {
        // Safe: strerror returns a valid C string, which is copied at once.
        guard let text = unsafe strerror(number) else { return "error \(number)" }
        return lowercasedFirst(unsafe String(cString: text))
    }

    private static func lowercasedFirst(_ text: String) -> String { text.prefix(1).lowercased() + text.dropFirst() }
}
