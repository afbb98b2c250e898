#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Why a web server does not listen, in Go's words.
package enum WebServerError: Error, Hashable, CustomStringConvertible {
    case cannotListen(ListenAddress, errorNumber: Int32)
    case unknownHost(String)

    package var description: String {
        switch self {
        case .cannotListen(let address, let number): "listen tcp \(address): bind: \(Self.text(of: number))"
        case .unknownHost(let host): "listen tcp: lookup \(host): no such host"
        }
    }

    /// The system's text for an error number, in lower case as Go prints it.
    private static func text(of number: Int32) -> String {
        // Safe: strerror returns a valid C string, which is copied at once.
        guard let text = unsafe strerror(number) else { return "error \(number)" }
        let message = unsafe String(cString: text)
        return message.prefix(1).lowercased() + message.dropFirst()
    }
}
