internal import LabelMatching
internal import PrometheusBytes
internal import PrometheusModel

/// What matches are replaced with: text with `$1`, `${1}` and `${name}` for what groups matched, `$$` for a dollar.
struct RegularExpressionReplacement {
    private enum Part {
        case text([UInt8])
        case group(Int)
    }

    private let expression: RegularExpression
    private var parts: [Part] = []

    init(_ template: String, _ expression: RegularExpression) {
        self.expression = expression
        var rest = Array(template.utf8)[...]
        var text: [UInt8] = []
        while let byte = rest.first {
            rest = rest.dropFirst()
            guard byte == UInt8(ascii: "$") else {
                text.append(byte)
                continue
            }
            if rest.first == byte {
                text.append(byte)
                rest = rest.dropFirst()
            } else if let name = Self.name(&rest) {
                parts.append(.text(text))
                text = []
                if let group = Self.group(name, expression) { parts.append(.group(group)) }
            } else {
                text.append(byte)
            }
        }
        parts.append(.text(text))
    }

    /// Takes a name, in braces or not, off the front; a name goes on as long as it can.
    private static func name(_ rest: inout ArraySlice<UInt8>) -> String? {
        let isBraced = rest.first == UInt8(ascii: "{")
        let inner = isBraced ? rest.dropFirst() : rest
        let name = inner.prefix { byte in
            byte == UInt8(ascii: "_") || Character(Unicode.Scalar(byte)).isLetter && byte < 0x80
                || byte &- UInt8(ascii: "0") < 10
        }
        guard !name.isEmpty else { return nil }
        var end = name.endIndex
        if isBraced {
            guard end < rest.endIndex, rest[end] == UInt8(ascii: "}") else { return nil }
            end += 1
        }
        rest = rest[end...]
        return String(decoding: name, as: UTF8.self)
    }

    private static func group(_ name: String, _ expression: RegularExpression) -> Int? {
        if let number = Int(name) { return number <= expression.groupCount ? number : nil }
        return expression.groupCount == 0
            ? nil : (1...expression.groupCount).last { expression.groupName($0) == name }
    }

    /// `text` with all matches replaced, from left to right; `nil` if that is more than `limit` bytes.
    func replacingAll(in text: String, limit: Int) -> String? {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var (copied, start) = (0, 0)
        var lastEnd = -1
        while start <= bytes.count, result.count <= limit {
            guard let groups = text.withRawSpan({ expression.firstMatch(in: $0, from: start) }), let whole = groups[0]
            else { break }
            // An empty match right behind another one does not count.
            if !(whole.isEmpty && whole.lowerBound == lastEnd) {
                result += bytes[copied..<whole.lowerBound]
                for part in parts {
                    switch part {
                    case .text(let text): result += text
                    case .group(let index): if let range = groups[index] { result += bytes[range] }
                    }
                }
                copied = whole.upperBound
                lastEnd = whole.upperBound
            }
            if whole.isEmpty {
                start = whole.upperBound + 1
                // Not into the middle of a character.
                while start < bytes.count, bytes[start] & 0xC0 == 0x80 { start += 1 }
            } else {
                start = whole.upperBound
            }
        }
        result += bytes[copied...]
        return result.count <= limit ? String(decoding: result, as: UTF8.self) : nil
    }
}
