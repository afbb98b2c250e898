internal import PrometheusBytes
internal import PrometheusModel

/// Cuts a template into text and actions.
struct TemplateParser {
    private static let variables: [String: TemplateOperand.Root] = [
        "$labels": .labels, "$externalLabels": .externalLabels, "$externalURL": .externalURL, "$value": .value,
    ]
    private static let fields: [String: TemplateOperand.Root] = [
        "Labels": .labels, "ExternalLabels": .externalLabels, "ExternalURL": .externalURL, "Value": .value,
    ]
    private static let controls: Set<String> = [
        "if", "else", "end", "range", "with", "define", "template", "block", "break", "continue", "nil",
    ]

    private static let functions: Set<String> = [
        "and", "call", "html", "index", "slice", "js", "len", "not", "or", "print", "printf", "println", "urlquery",
        "eq", "ge", "gt", "le", "lt", "ne", "args", "externalURL", "first", "graphLink", "humanize", "humanize1024",
        "humanizeDuration", "humanizePercentage", "humanizeTimestamp", "label", "match", "now", "parseDuration",
        "pathPrefix", "query", "reReplaceAll", "safeHtml", "sortByLabel", "strvalue", "stripDomain", "stripPort",
        "tableLink", "title", "tmpl", "toDuration", "toLower", "toTime", "toUpper", "urlQueryEscape", "value",
    ]

    let name: String
    private let bytes: [UInt8]
    private var offset = 0
    private var nodes: [TemplateNode] = []
    /// Whether the last action's right trim marker eats white space.
    private var trimsNext = false
    /// The variables that actions declare, which this version cannot evaluate.
    private var declared: Set<String> = []

    init(name: String, text: String) {
        self.name = name
        bytes = Array(text.utf8)
    }

    /// Parses the whole text.
    mutating func parse() throws(TemplateError) -> [TemplateNode] {
        while let start = find("{{", from: offset) {
            let trimsLeft =
                start + 3 < bytes.count && bytes[start + 2] == UInt8(ascii: "-") && isSpace(bytes[start + 3])
            appendText(bytes[offset..<start], trimsEnd: trimsLeft)
            offset = start + 2
            try parseAction(at: start, skipping: trimsLeft ? 2 : 0)
        }
        appendText(bytes[offset...], trimsEnd: false)
        return nodes
    }

    private mutating func appendText(_ text: ArraySlice<UInt8>, trimsEnd: Bool) {
        var text = text
        if trimsNext { text = text.drop { isSpace($0) } }
        if trimsEnd { while let last = text.last, isSpace(last) { text.removeLast() } }
        trimsNext = false
        if !text.isEmpty { nodes.append(.text(String(decoding: text, as: UTF8.self))) }
    }

    private mutating func parseAction(at start: Int, skipping marker: Int) throws(TemplateError) {
        offset += marker
        let line = line(of: start)
        if let comment = commentEnd() {
            guard comment + 1 < bytes.count, let end = closing(at: comment) else {
                throw error(line, "comment ends before closing delimiter")
            }
            offset = end
            return
        }
        guard let end = actionEnd(from: offset) else { throw error(line, "unclosed action") }
        var inner = bytes[offset..<end]
        if inner.count >= 2, inner.last == UInt8(ascii: "-"), isSpace(inner[inner.endIndex - 2]) {
            inner.removeLast()
            trimsNext = true
        }
        offset = end + 2
        let source = String(decoding: inner, as: UTF8.self).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let column = start + 2 - ((bytes[..<start].lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1)
        let operand = try operand(source, line)
        nodes.append(.output(operand, TemplatePlace(line: line, column: column, source: source)))
    }

    /// The offset after a comment that starts here, `nil` if none does.
    private func commentEnd() -> Int? {
        guard bytes[offset...].starts(with: Array("/*".utf8)) else { return nil }
        return find("*/", from: offset + 2).map { $0 + 2 } ?? bytes.count
    }

    /// Passes the closing braces with an optional trim marker at `position`.
    private mutating func closing(at position: Int) -> Int? {
        if bytes[position...].starts(with: Array("}}".utf8)) { return position + 2 }
        guard isSpace(bytes[position]), bytes[(position + 1)...].starts(with: Array("-}}".utf8)) else { return nil }
        trimsNext = true
        return position + 4
    }

    /// The offset of the closing braces, strings skipped.
    private func actionEnd(from start: Int) -> Int? {
        var position = start
        while position + 1 < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "`") {
                position += 1
                while position < bytes.count, bytes[position] != byte {
                    position += byte == UInt8(ascii: "\"") && bytes[position] == UInt8(ascii: "\\") ? 2 : 1
                }
            } else if byte == UInt8(ascii: "}"), bytes[position + 1] == byte {
                return position
            }
            position += 1
        }
        return nil
    }

    private mutating func operand(_ source: String, _ line: Int) throws(TemplateError) -> TemplateOperand {
        if source.isEmpty { throw error(line, "missing value for command") }
        if let literal = literal(source) { return literal }
        let words = source.split(separator: " ")
        let word = String(words[0])
        guard words.count == 1, !word.contains("|"), !word.contains("("), !word.contains("=") else {
            if let declaration = source.firstRange(of: ":=") {
                let before = source[..<declaration.lowerBound].split { $0 == " " || $0 == "," }
                declared.formUnion(before.map(String.init).filter { $0.hasPrefix("$") })
            }
            return .unsupported("only plain values such as {{ $labels.x }} and {{ $value }} are supported yet")
        }
        if word.hasPrefix("$") {
            let parts = word.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            if parts[0] == "$" { return try field(Array(parts.dropFirst()), word, line) }
            if declared.contains(parts[0]) { return .unsupported("\(parts[0].quoted) is not supported yet") }
            guard let root = Self.variables[parts[0]] else {
                throw error(line, "undefined variable \(parts[0].quoted)")
            }
            return .path(root, try names(Array(parts.dropFirst()), word, line))
        }
        if word.hasPrefix(".") {
            let parts = word.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            return try field(Array(parts.dropFirst()), word, line)
        }
        guard Self.controls.contains(word) || Self.functions.contains(word) else {
            throw error(line, "function \(word.quoted) not defined")
        }
        return .unsupported("\(word.quoted) is not supported yet")
    }

    private func field(_ parts: [String], _ word: String, _ line: Int) throws(TemplateError) -> TemplateOperand {
        let names = try names(parts, word, line)
        guard let first = names.first else { throw error(line, "printing all data is not supported yet") }
        return .path(Self.fields[first] ?? .unknown(first), Array(names.dropFirst()))
    }

    private func names(_ parts: [String], _ word: String, _ line: Int) throws(TemplateError) -> [String] {
        for part in parts where !part.isLegacyLabelName { throw error(line, "bad character in \(word.quoted)") }
        return parts
    }

    private func literal(_ source: String) -> TemplateOperand? {
        let isQuoted = source.utf8.count >= 2 && source.utf8.first == source.utf8.last
        if isQuoted, source.hasPrefix("`") { return .string(String(source.dropFirst().dropLast())) }
        if isQuoted, source.hasPrefix("\""), !source.dropFirst().dropLast().contains(where: { "\"\\".contains($0) }) {
            return .string(String(source.dropFirst().dropLast()))
        }
        return source.utf8.first.map { $0 &- UInt8(ascii: "0") < 10 || $0 == UInt8(ascii: "-") } == true
            ? source.withRawSpan { FloatText.parse($0) }.map { .number($0) } : nil
    }

    private func find(_ text: String, from start: Int) -> Int? {
        let wanted = Array(text.utf8)
        var position = start
        while position + wanted.count <= bytes.count {
            if bytes[position] == wanted[0], bytes[position + 1] == wanted[1] { return position }
            position += 1
        }
        return nil
    }

    private func line(of position: Int) -> Int { 1 + bytes[..<position].count { $0 == UInt8(ascii: "\n") } }
    private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
    private func error(_ line: Int, _ reason: String) -> TemplateError {
        .syntax(name: name, line: line, reason: reason)
    }
}
