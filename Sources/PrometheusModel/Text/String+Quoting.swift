extension String {
    /// The text as a double-quoted literal with Go's escapes.
    package var quoted: String {
        var result = "\""
        for scalar in unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\u{07}": result += "\\a"
            case "\u{08}": result += "\\b"
            case "\u{0C}": result += "\\f"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{0B}": result += "\\v"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                result += "\\x" + String(scalar.value, radix: 16).leftPadded(to: 2)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// The text itself if it is a legacy label name, otherwise quoted.
    package var quotedIfNeeded: String { isLegacyLabelName ? self : quoted }

    /// Whether the text matches `[a-zA-Z_][a-zA-Z0-9_]*`.
    package var isLegacyLabelName: Bool { isLegacyName(colonAllowed: false) }

    /// Whether the text matches `[a-zA-Z_:][a-zA-Z0-9_:]*`.
    package var isLegacyMetricName: Bool { isLegacyName(colonAllowed: true) }

    private func isLegacyName(colonAllowed: Bool) -> Bool {
        var isFirst = true
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): break
            case UInt8(ascii: "0")...UInt8(ascii: "9"): if isFirst { return false }
            case UInt8(ascii: ":"): if !colonAllowed { return false }
            default: return false
            }
            isFirst = false
        }
        return !isFirst
    }

    private func leftPadded(to width: Int) -> String {
        String(repeating: "0", count: max(0, width - utf8.count)) + self
    }
}
