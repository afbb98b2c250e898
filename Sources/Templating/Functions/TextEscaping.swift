/// The escaping functions that templates call by name.
enum TextEscaping {
    /// For HTML text and quoted attributes.
    static func html(_ text: String) -> String {
        mapped(text) { scalar in
            switch scalar {
            case "\"": "&#34;"
            case "'": "&#39;"
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\0": "\u{FFFD}"
            default: nil
            }
        }
    }

    /// For the inside of JavaScript strings.
    static func javaScript(_ text: String) -> String {
        mapped(text) { scalar in
            switch scalar {
            case "\\": "\\\\"
            case "'": "\\'"
            case "\"": "\\\""
            case "<", ">", "&", "=": "\\u00" + String(scalar.value, radix: 16, uppercase: true)
            case _ where scalar.value < 0x20:
                "\\u00" + (scalar.value < 0x10 ? "0" : "") + String(scalar.value, radix: 16, uppercase: true)
            case _ where !scalar.isASCII && !GoQuoting.isPrintable(scalar):
                "\\u" + GoQuoting.hex(scalar.value, 4).uppercased()
            default: nil
            }
        }
    }

    /// For the values of a URL's query: spaces as `+`.
    static func query(_ text: String) -> String { percent(text, keeping: "-_.~", space: "+") }

    /// Percent escapes for all but letters, digits and `kept`.
    static func percent(_ text: String, keeping kept: String, space: String = "%20") -> String {
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                result.append(byte)
            case _ where kept.utf8.contains(byte): result.append(byte)
            case 0x20: result += space.utf8
            default:
                let digits = Array("0123456789ABCDEF".utf8)
                result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// `text` with the characters for which `replacement` has something replaced.
    static func mapped(_ text: String, _ replacement: (Unicode.Scalar) -> String?) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if let other = replacement(scalar) { result += other } else { result.unicodeScalars.append(scalar) }
        }
        return result
    }
}
