/// Hosts, ports and paths as texts.
enum HostText {
    /// Splits `host:port`; `nil` if the text is not of that form.
    private static func split(_ text: String) -> (host: Substring, port: Substring)? {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let port = text[text.index(after: colon)...]
        var host = text[..<colon]
        if host.hasPrefix("[") {
            guard host.hasSuffix("]") else { return nil }
            host = host.dropFirst().dropLast()
            if host.contains("[") || host.contains("]") { return nil }
        } else if host.contains(":") || host.contains("[") || host.contains("]") {
            return nil
        }
        return port.contains("[") || port.contains("]") ? nil : (host, port)
    }

    /// The host of `host:port`, otherwise the text itself.
    static func withoutPort(_ text: String) -> String { split(text).map { String($0.host) } ?? text }

    /// The first name of the host; addresses stay as they are.
    static func withoutDomain(_ text: String) -> String {
        let parts = split(text)
        let host = parts.map { String($0.host) } ?? text
        if isAddress(host) { return text }
        let name = host.prefix { $0 != "." }
        // Whoever had a port keeps it.
        guard let parts else { return String(name) }
        return "\(name.contains(":") ? "[\(name)]" : String(name)):\(parts.port)"
    }

    private static func isAddress(_ host: String) -> Bool {
        if host.contains(":") {
            return host.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." } && host.split(separator: ":").count < 9
        }
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4
            && numbers.allSatisfy { part in
                UInt8(part) != nil && !part.hasPrefix("+") && (part == "0" || !part.hasPrefix("0"))
            }
    }

    /// The path of a URL.
    static func path(_ url: String) -> String {
        guard let scheme = url.firstRange(of: "://") else { return "" }
        let rest = url[scheme.upperBound...].prefix { $0 != "?" && $0 != "#" }
        return rest.firstIndex(of: "/").map { String(rest[$0...]) } ?? ""
    }
}
