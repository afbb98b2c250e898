/// Percent-encoding of URLs.
enum PercentCoding {
    /// The bytes that `text` stands for; `nil` and the bad escape if an escape is malformed.
    ///
    /// `plusIsSpace` is whether `+` stands for a blank, as it does in queries and forms.
    static func decode(_ text: some StringProtocol, plusIsSpace: Bool) -> Result<[UInt8], MalformedEscape> {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var rest = Substring(text).utf8
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(hexDigit), let low = rest.popFirst().flatMap(hexDigit)
                else { return .failure(malformed(text, afterDecoding: bytes.count)) }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
            default: bytes.append(byte)
            }
        }
        return .success(bytes)
    }

    /// The path of a URL as text that may stand in a `Location` header.
    static func encodePath(_ path: [UInt8]) -> String {
        var result = ""
        for byte in path {
            if isAllowedInPath(byte) {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                result += (digits.utf8.count == 1 ? "%0" : "%") + digits
            }
        }
        return result
    }

    /// An escape that is not `%` and two hexadecimal digits.
    struct MalformedEscape: Error {
        /// The escape, at most three characters of it.
        var text: String
    }

    /// Finds the escape again; only the failing case pays for it.
    private static func malformed(_ text: some StringProtocol, afterDecoding count: Int) -> MalformedEscape {
        var rest = Substring(text)
        var decoded = 0
        while decoded < count, let first = rest.utf8.first {
            rest.utf8.removeFirst(first == UInt8(ascii: "%") ? 3 : 1)
            decoded += 1
        }
        return MalformedEscape(text: String(decoding: rest.utf8.prefix(3), as: UTF8.self))
    }

    private static func isAllowedInPath(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-_.~$&+,/:;=@!'()*".utf8.contains(byte)
        }
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
