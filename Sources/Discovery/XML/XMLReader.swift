/// Reads the XML that services answer with: elements, attributes, text, CDATA, character references.
///
/// Declarations, comments and instructions are passed over. Entities that a document declares itself are refused, so
/// that none can grow.
struct XMLReader {
    private static let deepest = 128

    private let bytes: [UInt8]
    private var position = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The root element of a whole text.
    static func parse(_ bytes: [UInt8]) throws(XMLReaderError) -> XMLElement {
        var reader = XMLReader(bytes)
        try reader.skipProlog()
        guard reader.starts("<") else { throw reader.failure("expected an element") }
        let root = try reader.element(depth: 0)
        try reader.skipProlog()
        guard reader.position == bytes.count else { throw reader.failure("text behind the root element") }
        return root
    }

    private func failure(_ reason: String) -> XMLReaderError { XMLReaderError(reason: reason, offset: position) }

    private func starts(_ text: StaticString) -> Bool {
        let length = text.utf8CodeUnitCount
        guard position + length <= bytes.count else { return false }
        return "\(text)".utf8.elementsEqual(bytes[position..<position + length])
    }

    private mutating func skipBlanks() {
        while position < bytes.count, bytes[position] <= 0x20 { position += 1 }
    }

    /// Passes blanks, the declaration, comments, instructions and a document type without entities.
    private mutating func skipProlog() throws(XMLReaderError) {
        if starts("\u{FEFF}") { position += 3 }
        while true {
            skipBlanks()
            if starts("<?") {
                try skip(behind: "?>")
            } else if starts("<!--") {
                try skip(behind: "-->")
            } else if starts("<!DOCTYPE") {
                let start = position
                try skip(behind: ">")
                if bytes[start..<position].contains(UInt8(ascii: "[")) { throw failure("a document type with rules") }
            } else {
                return
            }
        }
    }

    /// Goes behind the next place where `end` stands; the bytes before it are returned.
    @discardableResult
    private mutating func skip(behind end: StaticString) throws(XMLReaderError) -> ArraySlice<UInt8> {
        let start = position
        while position < bytes.count {
            if starts(end) {
                let slice = bytes[start..<position]
                position += end.utf8CodeUnitCount
                return slice
            }
            position += 1
        }
        throw failure("missing \(end)")
    }

    private mutating func element(depth: Int) throws(XMLReaderError) -> XMLElement {
        guard depth < Self.deepest else { throw failure("elements too deep") }
        position += 1
        let tag = try name()
        var element = XMLElement(name: Self.local(tag))
        while true {
            skipBlanks()
            if starts("/>") {
                position += 2
                return element
            }
            if starts(">") {
                position += 1
                break
            }
            let key = try name()
            element.attributes[Self.local(key)] = try attributeValue()
        }
        try content(of: &element, tag, depth)
        return element
    }

    private mutating func content(
        of element: inout XMLElement,
        _ tag: String,
        _ depth: Int
    ) throws(XMLReaderError) {
        var text: [UInt8] = []
        while position < bytes.count {
            if starts("</") {
                position += 2
                guard try name() == tag else { throw failure("expected the end of \(tag)") }
                skipBlanks()
                guard starts(">") else { throw failure("expected >") }
                position += 1
                element.text = String(decoding: text, as: UTF8.self).trimmed
                return
            }
            if starts("<![CDATA[") {
                position += 9
                text += try skip(behind: "]]>")
            } else if starts("<!--") {
                try skip(behind: "-->")
            } else if starts("<?") {
                try skip(behind: "?>")
            } else if starts("<") {
                element.children.append(try self.element(depth: depth + 1))
            } else {
                let start = position
                while position < bytes.count, bytes[position] != UInt8(ascii: "<") { position += 1 }
                text += try resolved(bytes[start..<position])
            }
        }
        throw failure("missing the end of \(tag)")
    }

    private mutating func name() throws(XMLReaderError) -> String {
        let start = position
        while position < bytes.count, bytes[position] > 0x20, !"<>/=\"'&".utf8.contains(bytes[position]) {
            position += 1
        }
        guard position > start else { throw failure("expected a name") }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func attributeValue() throws(XMLReaderError) -> String {
        skipBlanks()
        guard starts("=") else { throw failure("expected =") }
        position += 1
        skipBlanks()
        guard starts("\"") || starts("'") else { throw failure("expected a quoted value") }
        let quote = bytes[position]
        position += 1
        let start = position
        while position < bytes.count, bytes[position] != quote { position += 1 }
        guard position < bytes.count else { throw failure("missing the end of a value") }
        let value = String(decoding: try resolved(bytes[start..<position]), as: UTF8.self)
        position += 1
        return value
    }

    private static func local(_ name: String) -> String {
        name.firstIndex(of: ":").map { String(name[name.index(after: $0)...]) } ?? name
    }

    /// The bytes with references replaced by what they stand for.
    private func resolved(_ text: ArraySlice<UInt8>) throws(XMLReaderError) -> [UInt8] {
        guard text.contains(UInt8(ascii: "&")) else { return Array(text) }
        var result: [UInt8] = []
        var rest = text
        while let byte = rest.first {
            guard byte == UInt8(ascii: "&") else {
                result.append(byte)
                rest = rest.dropFirst()
                continue
            }
            guard let end = rest.prefix(12).firstIndex(of: UInt8(ascii: ";")),
                let character = Self.character(String(decoding: rest[rest.startIndex + 1..<end], as: UTF8.self))
            else { throw failure("an unknown entity") }
            result += Array(String(character).utf8)
            rest = rest[(end + 1)...]
        }
        return result
    }

    private static func character(_ name: String) -> Character? {
        switch name {
        case "lt": return "<"
        case "gt": return ">"
        case "amp": return "&"
        case "quot": return "\""
        case "apos": return "'"
        default:
            guard name.hasPrefix("#") else { return nil }
            let isHexadecimal = name.hasPrefix("#x")
            let digits = name.dropFirst(isHexadecimal ? 2 : 1)
            return UInt32(digits, radix: isHexadecimal ? 16 : 10).flatMap { Unicode.Scalar($0) }.map { Character($0) }
        }
    }
}
