/// Reads JSON (RFC 8259) into nodes.
struct JSONTreeReader {
    private let bytes: [UInt8]
    private var offset = 0
    private var line = 1
    private var lineStart = 0
    private var depth = 0
    private var nodesLeft: Int

    init(_ bytes: [UInt8], nodeLimit: Int) {
        self.bytes = bytes
        nodesLeft = nodeLimit
    }

    mutating func readDocument() throws(JSONDocumentError) -> YAMLNode {
        skipSpace()
        let node = try readValue()
        skipSpace()
        guard offset == bytes.count else { throw failure("\(shown) after top-level value") }
        return node
    }

    private mutating func readValue() throws(JSONDocumentError) -> YAMLNode {
        guard let byte = current else { throw failure("unexpected end of JSON input") }
        let (line, column) = (line, offset - lineStart + 1)
        depth += 1
        defer { depth -= 1 }
        guard depth <= YAMLDocument.depthLimit else {
            throw failure("exceeded max depth of \(YAMLDocument.depthLimit)")
        }
        nodesLeft -= 1
        guard nodesLeft >= 0 else { throw failure("too many values") }
        let content: YAMLNode.Content
        switch byte {
        case UInt8(ascii: "{"): content = .mapping(try readMembers())
        case UInt8(ascii: "["): content = .sequence(try readElements())
        case UInt8(ascii: "\""): content = .scalar(YAMLScalar(text: try readString(), isPlain: false, tag: ""))
        default: content = .scalar(YAMLScalar(text: try readWord(), isPlain: true, tag: ""))
        }
        return YAMLNode(content, line: line, column: column)
    }

    private mutating func readElements() throws(JSONDocumentError) -> [YAMLNode] {
        var elements: [YAMLNode] = []
        try readList(until: UInt8(ascii: "]"), "array element") { (reader) throws(JSONDocumentError) in
            elements.append(try reader.readValue())
        }
        return elements
    }

    private mutating func readMembers() throws(JSONDocumentError) -> [YAMLEntry] {
        var entries: [YAMLEntry] = []
        var indices: [String: Int] = [:]
        try readList(until: UInt8(ascii: "}"), "object key:value pair") { (reader) throws(JSONDocumentError) in
            guard reader.current == UInt8(ascii: "\"") else {
                throw reader.failure("\(reader.shown) looking for beginning of object key string")
            }
            let key = try reader.readValue()
            reader.skipSpace()
            guard reader.take(UInt8(ascii: ":")) else { throw reader.failure("\(reader.shown) after object key") }
            reader.skipSpace()
            let entry = YAMLEntry(key: key, value: try reader.readValue())
            // Of equal keys the last counts, as in upstream's decoder.
            let name = key.scalar?.text ?? ""
            if let index = indices[name] {
                entries[index] = entry
            } else {
                indices[name] = entries.count
                entries.append(entry)
            }
        }
        return entries
    }

    /// Reads what stands between brackets, separated by commas.
    private mutating func readList(
        until end: UInt8,
        _ kind: String,
        _ readItem: (inout JSONTreeReader) throws(JSONDocumentError) -> Void
    ) throws(JSONDocumentError) {
        offset += 1
        skipSpace()
        if take(end) { return }
        while true {
            try readItem(&self)
            skipSpace()
            if take(end) { return }
            guard take(UInt8(ascii: ",")) else { throw failure("\(shown) after \(kind)") }
            skipSpace()
        }
    }

    /// Reads a number, `true`, `false` or `null`.
    private mutating func readWord() throws(JSONDocumentError) -> String {
        let start = offset
        while let byte = current, Self.isWordByte(byte) { offset += 1 }
        let word = String(decoding: bytes[start..<offset], as: UTF8.self)
        guard ["true", "false", "null"].contains(word) || Self.isNumber(word) else {
            offset = start
            throw failure("\(shown) looking for beginning of value")
        }
        return word
    }

    private mutating func readString() throws(JSONDocumentError) -> String {
        offset += 1
        var text: [UInt8] = []
        while let byte = current {
            offset += 1
            switch byte {
            case UInt8(ascii: "\""):
                // Bytes that are not UTF-8 become U+FFFD, as in upstream's decoder.
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): try readEscape(into: &text)
            case 0..<0x20: throw failure("invalid control character in string literal")
            default: text.append(byte)
            }
        }
        throw failure("unexpected end of JSON input")
    }

    private mutating func readEscape(into text: inout [UInt8]) throws(JSONDocumentError) {
        guard let byte = current else { throw failure("unexpected end of JSON input") }
        offset += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text += Array(String(Character(try readCodePoint())).utf8)
        default: throw failure("invalid escape in string literal")
        }
    }

    /// Reads the digits after `\u`, and the second half of a surrogate pair; half a pair is U+FFFD.
    private mutating func readCodePoint() throws(JSONDocumentError) -> Unicode.Scalar {
        let first = try readHexadecimal()
        if let scalar = Unicode.Scalar(first) { return scalar }
        let mark = offset
        guard first < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
            offset = mark
            return "\u{FFFD}"
        }
        let second = try readHexadecimal()
        guard (0xDC00...0xDFFF).contains(second) else {
            offset = mark
            return "\u{FFFD}"
        }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}"
    }

    private mutating func readHexadecimal() throws(JSONDocumentError) -> UInt32 {
        let digits = bytes[offset...].prefix(4)
        guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw failure("invalid \\u escape in string literal") }
        offset += 4
        return value
    }

    private mutating func skipSpace() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            offset += 1
            guard byte == 0x0A else { continue }
            line += 1
            lineStart = offset
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard current == byte else { return false }
        offset += 1
        return true
    }

    private var current: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    /// The byte that does not fit, for messages.
    private var shown: String {
        guard let current else { return "unexpected end of JSON input" }
        return "invalid character '\(Character(Unicode.Scalar(current)))'"
    }

    private func failure(_ problem: String) -> JSONDocumentError { JSONDocumentError(problem: problem, line: line) }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    private static func isNumber(_ word: String) -> Bool {
        guard let last = word.utf8.last, last != UInt8(ascii: "."), !word.hasPrefix("+"), !word.hasPrefix(".") else {
            return false
        }
        let digits = word.drop { $0 == "-" }
        guard digits.first?.isNumber == true, !(digits.hasPrefix("0") && digits.dropFirst().first?.isNumber == true)
        else { return false }
        return Double(word)?.isFinite == true && !word.contains { "xXpPnN".contains($0) }
    }
}
