/// A user and a password, as the `Authorization` header has them.
struct BasicCredentials: Sendable, Hashable {
    let user: String
    let password: String

    /// `nil` if the header has none, or not in this scheme.
    init?(_ header: String) {
        guard header.utf8.count > 6, header.prefix(6).lowercased() == "basic ",
            let bytes = Self.decode(header.utf8.dropFirst(6)), let colon = bytes.firstIndex(of: UInt8(ascii: ":"))
        else {
            return nil
        }
        user = String(decoding: bytes[..<colon], as: UTF8.self)
        password = String(decoding: bytes[(colon + 1)...], as: UTF8.self)
    }

    /// What base64 stands for; `nil` if it is not well formed.
    private static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        guard text.count % 4 == 0, text.count <= 64 << 10 else { return nil }
        var bytes: [UInt8] = []
        var (gathered, bits, padding): (UInt32, Int, Int) = (0, 0, 0)
        for byte in text {
            if byte == UInt8(ascii: "=") {
                padding += 1
                continue
            }
            guard padding == 0, let digit = digit(byte) else { return nil }
            gathered = gathered << 6 | digit
            bits += 6
            guard bits >= 8 else { continue }
            bits -= 8
            bytes.append(UInt8(truncatingIfNeeded: gathered >> UInt32(bits)))
        }
        return padding <= 2 && bits < 6 ? bytes : nil
    }

    private static func digit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
