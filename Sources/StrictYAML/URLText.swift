internal import PrometheusModel

/// URLs as texts: what upstream's URL parser refuses, and what must not be shown.
package enum URLText {
    /// Why `text` is not a URL, in upstream's words; `nil` if it is one.
    package static func problem(_ text: String) -> String? {
        reason(text).map { "parse \(text.quoted): \($0)" }
    }

    /// The URL with the password of its user replaced by `xxxxx`.
    package static func redacted(_ text: String) -> String {
        guard let (start, end) = authority(text), let at = text[start..<end].lastIndex(of: "@") else { return text }
        guard let colon = text[start..<at].firstIndex(of: ":") else { return text }
        return text[...colon] + "xxxxx" + text[at...]
    }

    private static func reason(_ text: String) -> String? {
        if text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
            return "net/url: invalid control character in URL"
        }
        if text.hasPrefix(":") { return "missing protocol scheme" }
        let firstSegment = text.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if let colon = firstSegment.firstIndex(of: ":"), !isScheme(firstSegment[..<colon]) {
            return "first path segment in URL cannot contain colon"
        }
        guard let (start, end) = authority(text) else { return escapeProblem(text[...]) }
        let afterUser = text[start..<end].lastIndex(of: "@").map { text.index(after: $0) } ?? start
        return hostProblem(text[afterUser..<end]) ?? escapeProblem(text[end...])
    }

    private static func hostProblem(_ host: Substring) -> String? {
        var port = Substring()
        if host.hasPrefix("[") {
            guard let bracket = host.lastIndex(of: "]") else { return "missing ']' in host" }
            port = host[host.index(after: bracket)...]
        } else if let colon = host.lastIndex(of: ":") {
            port = host[colon...]
        }
        guard port.isEmpty || (port.hasPrefix(":") && port.dropFirst().allSatisfy { ("0"..."9").contains($0) }) else {
            return "invalid port \(String(port).quoted) after host"
        }
        if let bad = host.first(where: { " <>\"\\^`{|}".contains($0) }) {
            return "invalid character \(String(bad).quoted) in host name"
        }
        return nil
    }

    private static func escapeProblem(_ text: Substring) -> String? {
        // The query is taken as it is.
        var rest = text.prefix { $0 != "?" }
        while let percent = rest.firstIndex(of: "%") {
            let escape = rest[percent...].prefix(3)
            guard escape.count == 3, escape.dropFirst().allSatisfy(\.isHexDigit) else {
                return "invalid URL escape \(String(escape).quoted)"
            }
            rest = rest[escape.endIndex...]
        }
        return nil
    }

    private static func isScheme(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, (first | 0x20) &- UInt8(ascii: "a") < 26 else { return false }
        return text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
    }

    /// Where user, host and port stand.
    private static func authority(_ text: String) -> (start: String.Index, end: String.Index)? {
        guard let slashes = text.range(of: "//") else { return nil }
        let prefix = text[..<slashes.lowerBound]
        guard prefix.isEmpty || (prefix.last == ":" && isScheme(prefix.dropLast())) else { return nil }
        let rest = text[slashes.upperBound...]
        let end = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? text.endIndex
        return (slashes.upperBound, end)
    }
}

extension String {
    /// The first place where `needle` stands.
    fileprivate func range(of needle: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(needle) { return start..<index(start, offsetBy: needle.count) }
            start = index(after: start)
        }
        return nil
    }
}
