/// Text made safe for the places of an HTML page.
enum HTMLEscaping {
    /// For text and quoted attributes.
    static func text(_ text: String) -> String { TextEscaping.mapped(text) { entity($0, keepsEntities: false) } }

    /// For text that is HTML already: entities stay.
    static func normalized(_ text: String) -> String {
        TextEscaping.mapped(text) { entity($0, keepsEntities: true) }
    }

    /// For attributes without quotes.
    static func unquoted(_ text: String, keepsEntities: Bool) -> String {
        TextEscaping.mapped(text) { scalar in
            switch scalar {
            case "\t", "\n", "\u{0B}", "\u{0C}", "\r", " ": "&#\(scalar.value);"
            case "=": "&#61;"
            case "`": "&#96;"
            default: entity(scalar, keepsEntities: keepsEntities)
            }
        }
    }

    private static func entity(_ scalar: Unicode.Scalar, keepsEntities: Bool) -> String? {
        switch scalar {
        case "\0": "\u{FFFD}"
        case "\"": "&#34;"
        case "&": keepsEntities ? nil : "&amp;"
        case "'": "&#39;"
        case "+": "&#43;"
        case "<": "&lt;"
        case ">": "&gt;"
        default: nil
        }
    }

    /// HTML without its tags, for attributes.
    static func withoutTags(_ html: String) -> String {
        var result = ""
        var rest = Substring(html)
        while let open = rest.firstIndex(of: "<") {
            result += rest[..<open]
            guard let close = rest[open...].firstIndex(of: ">") else { return result }
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }

    /// Whether a computed name of a tag or attribute can do no harm.
    static func isHarmlessName(_ text: String) -> Bool {
        let name = text.lowercased()
        guard !name.isEmpty, HTMLScanner.Meaning(attribute: name) == .plain else { return false }
        return name.utf8.allSatisfy { byte in
            byte &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10
        }
    }

    /// Whether a URL has no scheme, or one that runs nothing.
    static func isHarmlessURL(_ text: String) -> Bool {
        guard let colon = text.firstIndex(of: ":"), !text[..<colon].contains("/") else { return true }
        return ["http", "https", "mailto"].contains(text[..<colon].lowercased())
    }

    /// The URL with what does not belong into one escaped; escapes that it has stay.
    static func normalizedURL(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var result = ""
        var start = 0
        for (i, byte) in bytes.enumerated() where byte == UInt8(ascii: "%") {
            let isEscape = i + 2 < bytes.count && bytes[i + 1].isHexDigit && bytes[i + 2].isHexDigit
            result += TextEscaping.percent(String(decoding: bytes[start..<i], as: UTF8.self), keeping: kept)
            result += isEscape ? "%" : "%25"
            start = i + 1
        }
        return result + TextEscaping.percent(String(decoding: bytes[start...], as: UTF8.self), keeping: kept)
    }

    /// What a URL may consist of.
    ///
    /// Quotes and parentheses would end it in a style.
    private static let kept = "!#$&*+,/:;=?@[]-._~"
}

extension UInt8 {
    fileprivate var isHexDigit: Bool { self &- 0x30 < 10 || (self | 0x20) &- UInt8(ascii: "a") < 6 }
}
