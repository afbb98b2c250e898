/// Reads a JSON text front to back, without a tree: only what is asked for becomes a value.
///
/// Superfluous commas are forgiven; who asks for one kind and finds null gets its zero value.
struct JSONReader {
    private static let deepest = 256

    private let bytes: [UInt8]
    private(set) var position: Int
    private var depth = 0

    init(_ bytes: [UInt8], at position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    /// What is wrong here.
    func failure(_ expected: String) -> JSONReaderError { JSONReaderError(expected: expected, offset: position) }

    /// The next byte that is no blank; 0 at the end.
    mutating func peek() -> UInt8 {
        while position < bytes.count {
            let byte = bytes[position]
            guard byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) || byte == 0x2C else { return byte }
            position += 1
        }
        return 0
    }

    /// Enters an object; false for null.
    mutating func enterObject() throws(JSONReaderError) -> Bool { try enter(0x7B, "an object") }

    /// Enters an array; false for null.
    mutating func enterArray() throws(JSONReaderError) -> Bool { try enter(0x5B, "an array") }

    private mutating func enter(_ bracket: UInt8, _ expected: String) throws(JSONReaderError) -> Bool {
        let next = peek()
        if next == 0x6E {
            try skip()
            return false
        }
        guard next == bracket, depth < Self.deepest else { throw failure(expected) }
        position += 1
        depth += 1
        return true
    }

    /// The next key of the entered object; `nil` behind the last, and the object is left.
    mutating func nextKey() throws(JSONReaderError) -> String? {
        guard peek() != 0x7D else {
            position += 1
            depth -= 1
            return nil
        }
        let key = try string()
        guard peek() == 0x3A else { throw failure("a colon") }
        position += 1
        return key
    }

    /// Whether the entered array has another element; if not, the array is left.
    mutating func hasElement() throws(JSONReaderError) -> Bool {
        switch peek() {
        case 0x5D:
            position += 1
            depth -= 1
            return false
        case 0: throw failure("an element")
        default: return true
        }
    }

    /// A text; a number or boolean as it stands.
    mutating func text() throws(JSONReaderError) -> String {
        let next = peek()
        if next == 0x22 { return try string() }
        guard next != 0x7B, next != 0x5B, next != 0 else { throw failure("a text") }
        let start = position
        while position < bytes.count {
            let byte = bytes[position]
            guard byte > 0x20, byte != 0x2C, byte != 0x7D, byte != 0x5D else { break }
            position += 1
        }
        // A bracket in the wrong place is no text; taken for an empty one, it would be read again and again.
        guard position > start else { throw failure("a text") }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        return text == "null" ? "" : text
    }

    /// A boolean; `nil` for null.
    mutating func boolean() throws(JSONReaderError) -> Bool? {
        switch try text() {
        case "true": true
        case "false": false
        case "": nil
        default: throw failure("a boolean")
        }
    }

    /// A whole number; `nil` for null.
    mutating func integer() throws(JSONReaderError) -> Int? {
        let text = try text()
        if text.isEmpty { return nil }
        guard let number = Int(text) else { throw failure("a whole number") }
        return number
    }

    /// Passes a value of any kind.
    mutating func skip() throws(JSONReaderError) {
        let next = peek()
        guard next == 0x7B || next == 0x5B else {
            if next == 0x22 { return try skipString() }
            let text = try text()
            guard text.isEmpty || text == "true" || text == "false" || Double(text) != nil else {
                throw failure("a value")
            }
            return
        }
        var open = 0
        repeat {
            switch peek() {
            case 0x7B, 0x5B: (open, position) = (open + 1, position + 1)
            case 0x7D, 0x5D: (open, position) = (open - 1, position + 1)
            case 0x22: try skipString()
            case 0: throw failure("the end of a value")
            default: position += 1
            }
        } while open > 0
    }

    private mutating func skipString() throws(JSONReaderError) {
        position += 1
        while position < bytes.count {
            switch bytes[position] {
            case 0x22:
                position += 1
                return
            case 0x5C: position += 2
            default: position += 1
            }
        }
        throw failure("the end of a text")
    }

    private mutating func string() throws(JSONReaderError) -> String {
        guard peek() == 0x22 else { throw failure("a text") }
        let start = position + 1
        try skipString()
        let range = start..<(position - 1)
        guard bytes[range].contains(0x5C) else { return String(decoding: bytes[range], as: UTF8.self) }
        guard let text = Self.unescaped(bytes[range]) else { throw failure("an escape") }
        return text
    }

    private static func unescaped(_ text: ArraySlice<UInt8>) -> String? {
        var result: [UInt8] = []
        var units: [UInt16] = []
        func flush() {
            guard !units.isEmpty else { return }
            result += Array(String(decoding: units, as: UTF16.self).utf8)
            units = []
        }
        var at = text.startIndex
        while at < text.endIndex {
            guard text[at] == 0x5C, at + 1 < text.endIndex else {
                flush()
                result.append(text[at])
                at += 1
                continue
            }
            let kind = text[at + 1]
            at += 2
            if kind == 0x75 {
                guard at + 4 <= text.endIndex,
                    let unit = UInt16(String(decoding: text[at..<at + 4], as: UTF8.self), radix: 16)
                else { return nil }
                units.append(unit)
                at += 4
                continue
            }
            flush()
            let plain: [UInt8: UInt8] = [
                0x6E: 0x0A, 0x74: 0x09, 0x72: 0x0D, 0x62: 0x08, 0x66: 0x0C, 0x22: 0x22, 0x5C: 0x5C, 0x2F: 0x2F,
            ]
            guard let byte = plain[kind] else { return nil }
            result.append(byte)
        }
        flush()
        return String(decoding: result, as: UTF8.self)
    }
}
