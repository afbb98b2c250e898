/// The parts of an `http://` URL that a plain request needs.
struct PlainURL: Hashable, Sendable {
    /// The host, without brackets, and the port.
    let endpoint: Endpoint
    /// Host and port as in the URL, for the `Host` header.
    let authority: String
    /// Path and query.
    let target: String

    /// `nil` for other schemes, and for what is better left to a full client: user names, zones, fragments,
    /// characters that need escaping.
    init?(_ url: String) {
        guard url.hasPrefix("http://"), url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        let rest = url.dropFirst("http://".count)
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let target = rest[authority.endIndex...]
        guard !authority.isEmpty, !rest.contains("#"), !authority.contains("@"), !authority.contains("%")
        else { return nil }
        guard let (host, port) = Self.split(authority) else { return nil }
        endpoint = Endpoint(host: host, port: port)
        self.authority = String(authority)
        self.target = target.hasPrefix("/") ? String(target) : "/" + target
    }

    private static func split(_ authority: Substring) -> (host: String, port: UInt16)? {
        var host = authority
        var port: UInt16 = 80
        let afterBracket = authority.lastIndex(of: "]") ?? authority.startIndex
        if let colon = authority[afterBracket...].lastIndex(of: ":") {
            host = authority[..<colon]
            guard let number = UInt16(authority[authority.index(after: colon)...]), number > 0 else { return nil }
            port = number
        }
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        return host.isEmpty ? nil : (String(host), port)
    }
}
