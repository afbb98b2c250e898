/// Reads JSON (RFC 8259) into a tree; of members with equal names the last counts.
struct JSONValueReader {
    private let bytes: [UInt8]
    private var offset = 0
    private var depth = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func readDocument() throws(JSONValueError) -> JSONValue {
        let value = try readValue()
        skipSpace()
        guard offset == bytes.count else { throw unexpected }
        return value
    }

    private mutating func readValue() throws(JSONValueError) -> JSONValue {
        skipSpace()
        depth += 1
        defer { depth -= 1 }
        guard depth <= JSONValue.depthLimit else { throw .tooDeep }
        switch current {
        case UInt8(ascii: "{"): return .object(try readMembers())
        case UInt8(ascii: "["):
            var elements: [JSONValue] = []
            try readList(until: UInt8(ascii: "]")) { (reader) throws(JSONValueError) in
                elements.append(try reader.readValue())
            }
            return .array(elements)
        case UInt8(ascii: "\""): return .string(try readString())
        case nil: throw .unexpectedEnd
        default: return try readWord()
        }
    }

    private mutating func readMembers() throws(JSONValueError) -> [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        try readList(until: UInt8(ascii: "}")) { (reader) throws(JSONValueError) in
            reader.skipSpace()
            guard reader.current == UInt8(ascii: "\"") else { throw reader.unexpected }
            let name = try reader.readString()
            reader.skipSpace()
            try reader.expect(UInt8(ascii: ":"))
            members[name] = try reader.readValue()
        }
        return members
    }

    /// Reads what stands between brackets, separated by commas.
    private mutating func readList(
        until end: UInt8,
        _ readItem: (inout JSONValueReader) throws(JSONValueError) -> Void
    ) throws(JSONValueError) {
        offset += 1
        skipSpace()
        if take(end) { return }
        while true {
            try readItem(&self)
            skipSpace()
            if take(end) { return }
            try expect(UInt8(ascii: ","))
        }
    }

    /// Reads a number, `true`, `false` or `null`.
    private mutating func readWord() throws(JSONValueError) -> JSONValue {
        let start = offset
        while let byte = current, Self.isWordByte(byte) { offset += 1 }
        let word = String(decoding: bytes[start..<offset], as: UTF8.self)
        switch word {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null": return .null
        default:
            guard let first = word.utf8.first, first == UInt8(ascii: "-") || Self.isDigit(first), Double(word) != nil
            else {
                offset = start
                throw unexpected
            }
            return .number(word)
        }
    }

    private mutating func readString() throws(JSONValueError) -> String {
        offset += 1
        var text: [UInt8] = []
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                offset += 1
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                offset += 1
                try readEscape(into: &text)
            case 0..<0x20: throw unexpected
            default:
                offset += 1
                text.append(byte)
            }
        }
        throw .unexpectedEnd
    }

    private mutating func readEscape(into text: inout [UInt8]) throws(JSONValueError) {
        guard let byte = current else { throw .unexpectedEnd }
        let simple: [UInt8: UInt8] = [
            UInt8(ascii: "\""): 0x22, UInt8(ascii: "\\"): 0x5C, UInt8(ascii: "/"): 0x2F, UInt8(ascii: "b"): 0x08,
            UInt8(ascii: "f"): 0x0C, UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09,
        ]
        if let plain = simple[byte] {
            offset += 1
            text.append(plain)
            return
        }
        guard byte == UInt8(ascii: "u") else { throw unexpected }
        offset += 1
        let first = try readHexadecimal()
        var scalar = Unicode.Scalar(first)
        if scalar == nil, first < 0xDC00, bytes[offset...].starts(with: "\\u".utf8) {
            offset += 2
            let second = try readHexadecimal()
            if (0xDC00..<0xE000).contains(second) {
                scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
            }
        }
        text += Array(String(Character(scalar ?? "\u{FFFD}")).utf8)
    }

    private mutating func readHexadecimal() throws(JSONValueError) -> UInt32 {
        var number: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = current else { throw .unexpectedEnd }
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else { throw unexpected }
            number = number << 4 | UInt32(digit)
            offset += 1
        }
        return number
    }

    private var current: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private var unexpected: JSONValueError {
        current.map { .unexpectedByte($0, offset: offset) } ?? .unexpectedEnd
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard current == byte else { return false }
        offset += 1
        return true
    }

    private mutating func expect(_ byte: UInt8) throws(JSONValueError) {
        guard take(byte) else { throw unexpected }
    }

    private mutating func skipSpace() {
        while let byte = current, " \t\n\r".utf8.contains(byte) { offset += 1 }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || "+-.E".utf8.contains(byte)
    }
}
