extension String {
    /// The text as a double-quoted literal with Go's escapes.
    package var quoted: String {
        var result = "\""
        for scalar in unicodeScalars { result.appendEscaped(scalar) }
        return result + "\""
    }

    /// Bytes as a double-quoted literal with Go's escapes, those of bytes that are not UTF-8 included.
    package init(quoting bytes: some Sequence<UInt8>) {
        self = "\""
        let bytes = Array(bytes)
        var iterator = bytes.makeIterator()
        var parser = Unicode.UTF8.ForwardParser()
        var offset = 0
        while true {
            switch parser.parseScalar(from: &iterator) {
            case .valid(let encoded):
                appendEscaped(Unicode.UTF8.decode(encoded))
                offset += encoded.count
            case .error(let length):
                for byte in bytes[offset..<(offset + length)] { self += "\\x" + String(byte, radix: 16) }
                offset += length
            case .emptyInput:
                self += "\""
                return
            }
        }
    }

    private mutating func appendEscaped(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\"": self += "\\\""
        case "\\": self += "\\\\"
        case "\u{07}": self += "\\a"
        case "\u{08}": self += "\\b"
        case "\u{0C}": self += "\\f"
        case "\n": self += "\\n"
        case "\r": self += "\\r"
        case "\t": self += "\\t"
        case "\u{0B}": self += "\\v"
        case _ where scalar.isPrintable: unicodeScalars.append(scalar)
        case _ where scalar.value < 0x80: self += "\\x" + scalar.hexDigits(2)
        case _ where scalar.value < 0x10000: self += "\\u" + scalar.hexDigits(4)
        default: self += "\\U" + scalar.hexDigits(8)
        }
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
}

extension Unicode.Scalar {
    /// Whether Go takes the character for printable: letters, marks, numbers, punctuation, symbols, and the blank.
    package var isPrintable: Bool {
        if value < 0x7F { return value >= 0x20 }
        switch properties.generalCategory {
        case .spaceSeparator, .lineSeparator, .paragraphSeparator, .control, .format, .surrogate, .privateUse,
            .unassigned:
            return false
        default: return true
        }
    }

    fileprivate func hexDigits(_ width: Int) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
