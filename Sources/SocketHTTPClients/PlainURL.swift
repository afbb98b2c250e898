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
        // Bytes, because a URL is taken apart for each request and characters cost far more.
        let bytes = url.utf8
        guard bytes.starts(with: "http://".utf8),
            bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") })
        else { return nil }
        let rest = bytes.dropFirst("http://".utf8.count)
        let end = rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? rest.endIndex
        let authority = rest[..<end]
        guard !authority.contains(where: { $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "%") }),
            let (host, port) = Self.split(authority)
        else { return nil }
        endpoint = Endpoint(host: host, port: port)
        self.authority = String(Substring(authority))
        let target = String(Substring(rest[end...]))
        self.target = rest[end...].first == UInt8(ascii: "/") ? target : "/" + target
    }

    private static func split(_ authority: Substring.UTF8View) -> (host: String, port: UInt16)? {
        var host = authority
        var port: UInt16 = 80
        let afterBracket = authority.lastIndex(of: UInt8(ascii: "]")) ?? authority.startIndex
        if let colon = authority[afterBracket...].lastIndex(of: UInt8(ascii: ":")) {
            host = authority[..<colon]
            let digits = authority[authority.index(after: colon)...]
            guard digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let number = UInt16(Substring(digits)), number > 0
            else { return nil }
            port = number
        }
        if host.first == UInt8(ascii: "["), host.last == UInt8(ascii: "]") { host = host.dropFirst().dropLast() }
        return host.isEmpty ? nil : (String(Substring(host)), port)
    }
}
