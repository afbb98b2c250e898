import PrometheusModel

/// The notation of native histograms in series: `{{…}}`, `{{…}}x3`, `{{…}}+{{…}}x3`.
enum HistogramNotation {
    /// Reads one item from the start of `text`, which begins with a brace.
    static func values(_ text: inout Substring) throws -> [ScriptValue?] {
        let first = try literal(&text)
        guard let sign = text.first, sign == "+" || sign == "-" else {
            return [ScriptValue?](repeating: value(first), count: 1 + (try repetitions(&text) ?? 0))
        }
        text = text.dropFirst()
        let step = try literal(&text)
        guard let count = try repetitions(&text) else { throw SeriesNotation.Failure(text: "no repetition") }
        let (from, to) = (step.histogram.layout.schema, first.histogram.layout.schema)
        guard to <= from else {
            throw SeriesNotation.Failure(text: "error combining histograms: cannot merge from schema \(from) to \(to)")
        }
        var result: [ScriptValue?] = [value(first)]
        var current = first
        for _ in 0..<count {
            let (histogram, _) =
                sign == "+"
                ? try current.histogram.adding(step.histogram) : try current.histogram.subtracting(step.histogram)
            current.histogram = histogram
            result.append(value(current))
        }
        return result
    }

    private static func value(_ literal: HistogramLiteral) -> ScriptValue {
        .histogram(literal.histogram, checksHint: literal.hasExplicitHint)
    }

    private static func literal(_ text: inout Substring) throws -> HistogramLiteral {
        guard text.hasPrefix("{{"), let end = text.firstRange(of: "}}") else {
            throw SeriesNotation.Failure(text: "not a histogram: \(text)")
        }
        defer { text = text[end.upperBound...] }
        return try HistogramLiteral(text[..<end.upperBound])
    }

    private static func repetitions(_ text: inout Substring) throws -> Int? {
        guard text.first == "x" else { return nil }
        let digits = text.dropFirst().prefix { $0.isNumber }
        text = text.dropFirst(1 + digits.count)
        guard let count = Int(digits) else { throw SeriesNotation.Failure(text: "invalid repetition") }
        return count
    }
}
