internal import Dispatch
package import HTTPClients

/// Sends plain `GET` requests over connections of its own, and leaves everything else to a full client: HTTPS, bodies,
/// redirects, hosts that do not resolve.
///
/// A scrape costs about a fifth of what it costs with the full client, which is more than parsing and storing the answer.
package struct PlainHTTPClient: HTTPClient {
    /// The headers that a client's settings add to each request.
    package typealias Headers = @Sendable (HTTPClientRequest) throws(HTTPClientError) -> [(name: String, value: String)]

    /// The bound of a body where the request names none.
    private static let mostBodyBytes = 1 << 30

    private let loop: SocketLoop
    private let fallback: any HTTPClient
    private let followsRedirects: Bool
    private let headers: Headers

    package init(
        _ loop: SocketLoop,
        fallback: any HTTPClient,
        followsRedirects: Bool,
        headers: @escaping Headers
    ) {
        self.loop = loop
        self.fallback = fallback
        self.followsRedirects = followsRedirects
        self.headers = headers
    }

    package func send(_ request: HTTPClientRequest) async throws(HTTPClientError) -> HTTPClientResponse {
        guard request.method == "GET", request.body.isEmpty, let url = PlainURL(request.url),
            let bytes = Self.bytes(request, url, try headers(request))
        else { return try await fallback.send(request) }
        let deadline = SocketLoop.now + Self.nanoseconds(request.timeout)
        guard let response = try await send(bytes, request, url.endpoint, deadline) else {
            return try await fallback.send(request)
        }
        let isRedirect = [301, 302, 303, 307, 308].contains(response.status)
        if isRedirect, followsRedirects { return try await fallback.send(request) }
        return response
    }

    /// Uses a kept connection if there is one; if the server has closed it meanwhile, the next one, or a new one to the
    /// first address that can be connected to; `nil` if the host has no address.
    private func send(
        _ bytes: [UInt8],
        _ request: HTTPClientRequest,
        _ endpoint: Endpoint,
        _ deadline: Int64
    ) async throws(HTTPClientError) -> HTTPClientResponse? {
        let limit = request.maximumBodyBytes ?? Self.mostBodyBytes
        while let kept = loop.takeIdle(endpoint) {
            let outcome = await loop.exchange(bytes, limit, deadline: deadline, on: kept, isNew: false)
            if case .ended(isUntouched: true) = outcome { continue }
            return try Self.response(outcome, request, limit, kept.address)
        }
        var refusal: String?
        for address in await Self.addresses(endpoint) {
            let outcome = await exchangeOnNewConnection(bytes, limit, endpoint, address, deadline)
            guard case .failed(let failure) = outcome, failure.call == "connect" else {
                return try Self.response(outcome, request, limit, address)
            }
            // Go reports the failure of the first address.
            refusal = refusal ?? failure.reason(at: address.text)
        }
        guard let refusal else { return nil }
        throw Self.failed(request, refusal)
    }

    private func exchangeOnNewConnection(
        _ bytes: [UInt8],
        _ limit: Int,
        _ endpoint: Endpoint,
        _ address: SocketAddress,
        _ deadline: Int64
    ) async -> Exchange.Outcome {
        do throws(SocketFailure) {
            let connection = try loop.connect(endpoint, address)
            return await loop.exchange(bytes, limit, deadline: deadline, on: connection, isNew: true)
        } catch {
            return .failed(error)
        }
    }

    private static func response(
        _ outcome: Exchange.Outcome,
        _ request: HTTPClientRequest,
        _ limit: Int,
        _ address: SocketAddress
    ) throws(HTTPClientError) -> HTTPClientResponse {
        switch outcome {
        case .response(let response): return response
        case .failed(let failure): throw failed(request, failure.reason(at: address.text))
        case .malformed(let error):
            guard let reason = error.reason else { throw .bodyTooLarge(limit: limit) }
            throw failed(request, reason)
        case .ended(let isUntouched): throw failed(request, isUntouched ? "EOF" : "unexpected EOF")
        case .timedOut: throw .timedOut(method: request.method, url: request.url)
        case .cancelled: throw .cancelled
        }
    }

    /// The request as it is sent, `nil` if a header would break out of its line.
    private static func bytes(
        _ request: HTTPClientRequest,
        _ url: PlainURL,
        _ further: [(name: String, value: String)]
    ) -> [UInt8]? {
        var text = "GET \(url.target) HTTP/1.1\r\nHost: \(url.authority)\r\n"
        for (name, value) in request.headers + further {
            let isOneLine = (name.utf8.allSatisfy { $0 > 0x20 && $0 != 0x3A }) && value.utf8.allSatisfy { $0 >= 0x20 }
            guard isOneLine, !name.isEmpty, name.lowercased() != "host" else { return nil }
            text += "\(name): \(value)\r\n"
        }
        return Array((text + "\r\n").utf8)
    }

    /// The host's addresses.
    ///
    /// Only names take time, and then not on a thread that tasks need.
    private static func addresses(_ endpoint: Endpoint) async -> [SocketAddress] {
        let literal = SocketAddress.resolve(endpoint.host, endpoint.port, literalOnly: true)
        guard literal.isEmpty else { return literal }
        return await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(returning: SocketAddress.resolve(endpoint.host, endpoint.port, literalOnly: false))
            }
        }
    }

    private static func failed(_ request: HTTPClientRequest, _ reason: String) -> HTTPClientError {
        .failed(method: request.method, url: request.url, reason: reason)
    }

    private static func nanoseconds(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        guard seconds < 1_000_000_000 else { return 1_000_000_000_000_000_000 }
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}
