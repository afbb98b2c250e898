internal import PrometheusModel

/// Follows the output of an HTML template, to know at every value how it has to be escaped.
///
/// The place is found from what was written so far. Go's `html/template` finds it when it parses; for templates whose
/// branches all end where they began the two agree.
struct HTMLScanner {
    /// Where in a page the output stands.
    enum Place: Hashable {
        case text
        /// The inside of `textarea` and `title`, where there are no tags.
        case plainElement
        case comment
        /// The name behind `<` or `</`.
        case tagName
        /// Between attributes.
        case tag
        case attributeName
        case afterAttributeName
        case beforeValue
        case value
        case script
        case style
    }

    /// What ends an attribute's value.
    enum Delimiter: Hashable {
        case doubleQuote
        case singleQuote
        /// White space or the end of the tag.
        case space
    }

    /// What an attribute's value is.
    enum Meaning: Hashable {
        case plain
        case url
        case script
        case style
    }

    var place = Place.text
    var delimiter = Delimiter.doubleQuote
    var meaning = Meaning.plain
    var url = URLPart.start
    var script = ScriptScanner()
    var style = StyleScanner()
    private var name: [UInt8] = []
    private var isClosingTag = false
    private var element = ""
    private var attribute = ""
    /// The value of a script's `type`.
    private var scriptType: [UInt8] = []
    private var isTemplateScript = false

    /// Takes text of the template and writes it, without comments.
    mutating func advance(_ literal: String, into output: inout String) {
        let bytes = Array(literal.utf8)
        var written = 0
        var offset = 0
        while offset < bytes.count {
            switch place {
            case .text, .plainElement, .script, .style:
                content(bytes, &offset, &written, &output)
            case .comment:
                offset = Self.find("-->", bytes, offset).map { $0 + 3 } ?? bytes.count
                if offset < bytes.count || bytes.suffix(3).elementsEqual("-->".utf8) { place = .text }
                written = offset
            case .value: value(bytes, &offset)
            default: tag(bytes, &offset)
            }
        }
        if written < bytes.count { output += String(decoding: bytes[written...], as: UTF8.self) }
    }

    // MARK: Elements

    /// Passes the content of an element up to a tag or comment.
    private mutating func content(
        _ bytes: [UInt8],
        _ offset: inout Int,
        _ written: inout Int,
        _ output: inout String
    ) {
        let byte = bytes[offset]
        if place != .text {
            if byte == UInt8(ascii: "<"), Self.startsTag(element, closing: true, bytes, offset) {
                (place, isClosingTag, name) = (.tagName, true, [])
                offset += 2
                return
            }
            if place == .script, !isTemplateScript { script.advance(byte) }
            if place == .style { style.advance(byte) }
            offset += 1
            return
        }
        guard byte == UInt8(ascii: "<") else {
            offset += 1
            return
        }
        if bytes[offset...].starts(with: "<!--".utf8) {
            output += String(decoding: bytes[written..<offset], as: UTF8.self)
            offset += 4
            written = offset
            place = .comment
            return
        }
        let isClosing = offset + 1 < bytes.count && bytes[offset + 1] == UInt8(ascii: "/")
        offset += isClosing ? 2 : 1
        guard offset < bytes.count, Self.isLetter(bytes[offset]) else { return }
        (place, isClosingTag, name) = (.tagName, isClosing, [])
    }

    private static func startsTag(_ element: String, closing: Bool, _ bytes: [UInt8], _ offset: Int) -> Bool {
        let wanted = Array("</\(element)".utf8)
        guard offset + wanted.count <= bytes.count else { return false }
        return zip(wanted, bytes[offset...]).allSatisfy { $0 == $1 | ($1 >= 0x41 && $1 <= 0x5A ? 0x20 : 0) }
    }

    // MARK: Tags

    private mutating func tag(_ bytes: [UInt8], _ offset: inout Int) {
        let byte = bytes[offset]
        switch place {
        case .tagName:
            if Self.isNamePart(byte) {
                name.append(byte)
                offset += 1
            } else {
                element = String(decoding: name, as: UTF8.self).lowercased()
                scriptType = []
                place = .tag
            }
        case .tag:
            offset += 1
            if byte == UInt8(ascii: ">") {
                endTag()
            } else if !TemplateLexer.isSpace(byte), byte != UInt8(ascii: "/") {
                (place, name) = (.attributeName, [byte])
            }
        case .attributeName:
            if byte == UInt8(ascii: "=") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/")
                || TemplateLexer.isSpace(byte)
            {
                attribute = String(decoding: name, as: UTF8.self).lowercased()
                place = .afterAttributeName
            } else {
                name.append(byte)
                offset += 1
            }
        case .afterAttributeName:
            if TemplateLexer.isSpace(byte) {
                offset += 1
            } else if byte == UInt8(ascii: "=") {
                offset += 1
                place = .beforeValue
            } else {
                place = .tag
            }
        default: beginValue(byte, &offset)
        }
    }

    private mutating func beginValue(_ byte: UInt8, _ offset: inout Int) {
        if TemplateLexer.isSpace(byte) {
            offset += 1
        } else if byte == UInt8(ascii: ">") {
            place = .tag
        } else {
            startValue()
            delimiter = byte == UInt8(ascii: "\"") ? .doubleQuote : byte == UInt8(ascii: "'") ? .singleQuote : .space
            if delimiter != .space { offset += 1 }
        }
    }

    /// Gets ready for the value of the attribute that was read.
    mutating func startValue() {
        place = .value
        delimiter = .space
        meaning = Meaning(attribute: attribute)
        url = .start
        script = ScriptScanner()
        style = StyleScanner()
    }

    private mutating func endTag() {
        place = .text
        guard !isClosingTag else { return element = "" }
        switch element {
        case "script":
            place = .script
            script = ScriptScanner()
            isTemplateScript = !Self.isScript(String(decoding: scriptType, as: UTF8.self))
        case "style":
            place = .style
            style = StyleScanner()
        case "textarea", "title": place = .plainElement
        default: break
        }
    }

    private static func isScript(_ type: String) -> Bool {
        let name = type.lowercased().prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }
        if name.isEmpty || name == "module" { return true }
        let parts = name.split(separator: "/")
        guard parts.count == 2, parts[0] == "text" || parts[0] == "application" else { return false }
        return ["javascript", "json", "ecmascript", "ld+json", "jscript", "livescript", "x-javascript", "x-ecmascript"]
            .contains { parts[1].hasPrefix($0) }
    }

    private mutating func value(_ bytes: [UInt8], _ offset: inout Int) {
        let byte = bytes[offset]
        let isEnd =
            switch delimiter {
            case .doubleQuote: byte == UInt8(ascii: "\"")
            case .singleQuote: byte == UInt8(ascii: "'")
            case .space: byte == UInt8(ascii: ">") || TemplateLexer.isSpace(byte)
            }
        if isEnd {
            place = .tag
            if delimiter != .space { offset += 1 }
            return
        }
        if element == "script", attribute == "type" { scriptType.append(byte) }
        switch meaning {
        case .plain: break
        case .url: url.advance(byte)
        case .script: script.advance(byte)
        case .style: style.advance(byte)
        }
        offset += 1
    }

    /// Whether the content of this place is a script, and not a template that scripts use.
    var isInScript: Bool { place == .script && !isTemplateScript }

    private static func find(_ text: String, _ bytes: [UInt8], _ start: Int) -> Int? {
        bytes.indices.dropFirst(start).first { bytes[$0...].starts(with: text.utf8) }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        isLetter(byte) || byte &- UInt8(ascii: "0") < 10 || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "-")
    }
}
