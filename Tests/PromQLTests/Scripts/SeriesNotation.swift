import LabelMatching
import PromQL
import PrometheusModel

/// The notation of series in scripts: labels, then values such as `0+10x5`, `_x3`, `stale`.
enum SeriesNotation {
    /// A line that cannot be read, or that needs something that is not built yet.
    struct Failure: Error { let text: String }

    /// Splits a line into labels and the text of the values.
    static func split(_ line: String) throws -> (labels: Labels, values: Substring) {
        var isQuoted: Character?
        var depth = 0
        var index = line.startIndex
        while index < line.endIndex {
            let character = line[index]
            if let quote = isQuoted {
                if character == "\\", quote != "`" { index = line.index(after: index) }
                if character == quote { isQuoted = nil }
            } else if character == "\"" || character == "'" || character == "`" {
                isQuoted = character
            } else if character == "{" {
                depth += 1
            } else if character == "}" {
                depth -= 1
            } else if depth == 0, character == " " || character == "\t" {
                // The labels may be set off from the name by spaces.
                let rest = line[index...].drop { $0 == " " || $0 == "\t" }
                if !rest.hasPrefix("{") || rest.hasPrefix("{{") || line[..<index].contains("{") { break }
            }
            index = line.index(after: index)
        }
        let labels = line[..<index].hasSuffix("@st") ? line[..<index].dropLast(3) : line[..<index]
        return (try self.labels(String(labels)), line[index...])
    }

    static func labels(_ text: String) throws -> Labels {
        let compact = text.filter { $0 != " " && $0 != "\t" }
        if compact == "{}" || compact.isEmpty { return Labels() }
        guard case .vectorSelector(let selector) = try Expression.parse(text, options: .everything) else {
            throw Failure(text: "not a series: \(text)")
        }
        return Labels(selector.matchers.map { Label($0.name, $0.value) })
    }

    /// Whether the line tells of starts of the samples in the line after it.
    static func isStarts(_ line: Substring) -> Bool {
        line.prefix { !$0.isWhitespace }.hasSuffix("@st") || line.contains("}@st")
    }

    /// The values, `nil` where one is left out.
    static func values(_ text: Substring) throws -> [ScriptValue?] {
        guard text.contains("{{") else { return try numbers(text).map { $0.map(ScriptValue.number) } }
        var result: [ScriptValue?] = []
        var rest = text.drop(while: \.isWhitespace)
        while !rest.isEmpty {
            if rest.hasPrefix("{{") {
                result += try HistogramNotation.values(&rest)
            } else {
                let token = rest.prefix { !$0.isWhitespace }
                rest = rest.dropFirst(token.count)
                result += try expand(String(token)).map { $0.map(ScriptValue.number) }
            }
            rest = rest.drop(while: \.isWhitespace)
        }
        return result
    }

    /// The samples that the values stand for, from time 0 on.
    static func samples(_ text: Substring, step: Int64, starts: [Int64?]) throws -> SampleColumns {
        var samples = SampleColumns()
        for (index, value) in try values(text).enumerated() {
            guard let value else { continue }
            let time = Int64(index) * step
            switch value {
            case .number(let number): samples.append(time, number)
            case .histogram(let histogram, _): samples.append(time, histogram)
            }
            if index < starts.count, let start = starts[index] { samples.setStartOfLast(time + start) }
        }
        samples.setHintsAsStored()
        return samples
    }

    /// The starts of samples, in milliseconds from their times, `nil` where there is none.
    static func starts(_ text: Substring) throws -> [Int64?] {
        try numbers(text).map { $0.map { Int64(($0 * 1000).rounded()) } }
    }

    private static func numbers(_ text: Substring) throws -> [Double?] {
        var result: [Double?] = []
        for token in text.split(whereSeparator: { $0 == " " || $0 == "\t" }) { result += try expand(String(token)) }
        return result
    }

    private static func expand(_ token: String) throws -> [Double?] {
        var body = token
        var repetitions: Int?
        if let x = token.lastIndex(of: "x"), x > token.startIndex, let count = Int(token[token.index(after: x)...]) {
            repetitions = count
            body = String(token[..<x])
        }
        if body == "_" { return [Double?](repeating: nil, count: repetitions ?? 1) }
        if body == "stale" { return [Double?](repeating: StaleMarker.value, count: (repetitions ?? 0) + 1) }
        guard let repetitions else { return [try number(body)] }
        // A sign that is not the number's own nor an exponent's separates start and increment.
        var previous: Character = " "
        for index in body.indices.dropFirst() {
            let character = body[index]
            defer { previous = character }
            guard character == "+" || character == "-", previous != "e", previous != "E" else { continue }
            var value = try number(String(body[..<index]))
            let increment = try number(String(body[index...]))
            var values: [Double?] = [value]
            for _ in 0..<repetitions {
                value += increment
                values.append(value)
            }
            return values
        }
        return [Double?](repeating: try number(body), count: repetitions + 1)
    }

    static func number(_ text: String) throws -> Double {
        switch text.lowercased() {
        case "inf", "+inf": return .infinity
        case "-inf": return -.infinity
        case "nan", "+nan", "-nan": return .nan
        default: break
        }
        let unsigned = text.hasPrefix("+") ? String(text.dropFirst()) : text
        if let value = try? FloatText.parse(unsigned) { return value }
        if unsigned.hasPrefix("-"), let duration = try? DurationText.parse(String(unsigned.dropFirst())) {
            return -Double(duration) / 1000
        }
        if let duration = try? DurationText.parse(unsigned) { return Double(duration) / 1000 }
        throw Failure(text: "not a number: \(text)")
    }
}
