/// Escapes of bytes in URLs and forms.
package enum PercentEscapes {
    /// `text` with every byte escaped that is not unreserved (letters, digits, `-`, `_`, `.`, `~`).
    package static func escaped(_ text: String, keeping kept: String = "") -> String {
        var result = ""
        for byte in text.utf8 {
            if isUnreserved(byte) || kept.utf8.contains(byte) {
                result.unicodeScalars.append(UnicodeScalar(byte))
            } else {
                result += "%" + hexadecimal(byte)
            }
        }
        return result
    }

    /// A form field as it is sent: like `escaped`, with `+` for blanks.
    package static func formEscaped(_ text: String) -> String {
        text.split(separator: " ", omittingEmptySubsequences: false).map { escaped(String($0)) }.joined(separator: "+")
    }

    /// The text with its escapes undone; what is no escape stays.
    package static func undone(_ text: some StringProtocol) -> String {
        var bytes: [UInt8] = []
        let source = Array(text.utf8)
        var index = 0
        while index < source.count {
            if source[index] == UInt8(ascii: "%"), index + 2 < source.count, let high = digit(source[index + 1]),
                let low = digit(source[index + 2])
            {
                bytes.append(high << 4 | low)
                index += 3
            } else {
                bytes.append(source[index])
                index += 1
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return byte < 16 ? "0" + digits : digits
    }
}
