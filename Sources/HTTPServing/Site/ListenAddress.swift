/// Where to listen: `--web.listen-address`.
package struct ListenAddress: Sendable, Hashable, CustomStringConvertible {
    /// The IP address or host name; empty for all interfaces.
    package let host: String
    /// 0 for a port that the system picks.
    package let port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads `0.0.0.0:9090`, `:9090` or `[::]:9090`.
    package init(_ text: String) throws(ListenAddressError) {
        guard let colon = text.lastIndex(of: ":") else { throw .missingPort(text) }
        var host = text[..<colon]
        if host.hasPrefix("[") {
            guard host.hasSuffix("]") else { throw .missingPort(text) }
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            throw .tooManyColons(text)
        }
        let digits = text[text.index(after: colon)...]
        guard let port = digits.isEmpty ? 0 : Int(digits) else { throw .unknownPort(String(digits)) }
        guard (0...65_535).contains(port) else { throw .invalidPort(String(digits)) }
        self.init(host: String(host), port: port)
    }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
