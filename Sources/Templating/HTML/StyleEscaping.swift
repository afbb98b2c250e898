/// Values made safe for CSS.
enum StyleEscaping {
    /// The inside of a string.
    static func string(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        var result = ""
        for (i, scalar) in scalars.enumerated() {
            switch scalar {
            case "\\": result += "\\\\"
            case "\0", "\t", "\n", "\u{0C}", "\r", "\"", "&", "'", "(", ")", "+", "/", ":", ";", "<", ">", "{", "}":
                result += "\\" + String(scalar.value, radix: 16)
                // What follows must not be read as part of the number.
                if i + 1 < scalars.count, Character(scalars[i + 1]).isHexDigit || scalars[i + 1].value <= 0x20 {
                    result += " "
                }
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// A value by itself: a colour, a length, a word.
    ///
    /// Anything that could be more is refused.
    static func value(_ text: String) -> String {
        let bytes = Array(text.utf8)
        for (i, byte) in bytes.enumerated() {
            if byte == 0 || "\"'()/;@[\\]`{}<>".utf8.contains(byte) { return HTMLScanner.refused }
            if byte == UInt8(ascii: "-"), i > 0, bytes[i - 1] == byte { return HTMLScanner.refused }
        }
        let word = text.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        return word.contains("expression") || word.contains("mozbinding") ? HTMLScanner.refused : text
    }
}
