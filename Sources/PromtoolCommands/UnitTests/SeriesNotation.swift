internal import LabelMatching
internal import PromQL
internal import PrometheusModel

/// The notation of series in unit tests: a selector, and values such as `0+10x5`, `_x3`, `stale`.
struct SeriesNotation {
    /// Why a series cannot be read, with line and column.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let labels: Labels
    /// The values, `nil` where one is left out.
    let values: [SeriesValue?]

    /// Reads a series that stands in line `line` of the loaded text.
    init(_ series: String, _ values: String, line: Int) throws(Failure) {
        labels = try Self.labels(series, followedBy: values, line: line)
        self.values = try SeriesValueReader.values(values, line: line, column: series.utf8.count + 2)
    }

    /// The labels of a sample that is expected.
    static func labels(_ text: String) throws(Failure) -> Labels {
        try labels(text, followedBy: "", line: 1)
    }

    private static func labels(
        _ series: String,
        followedBy values: String,
        line: Int
    ) throws(Failure) -> Labels {
        let trimmed = series.split(whereSeparator: \.isWhitespace)
        if trimmed.isEmpty || trimmed == ["{}"] || trimmed == ["{", "}"] { return Labels() }
        let parsed: Expression
        do throws(ParseError) {
            parsed = try Expression.parse(series, options: ParserOptions())
        } catch {
            // Without its closing brace a series goes on into its values.
            var found = error
            if error.message.hasSuffix("unexpected end of input inside braces"), !values.isEmpty {
                do throws(ParseError) {
                    _ = try Expression.parse("\(series) \(values)", options: ParserOptions())
                } catch {
                    found = error
                }
            }
            let place = found.place.split(separator: ":")
            let column = (place.count > 1 ? Int(place[1]) ?? 1 : 1)
            throw Failure(description: "\(line):\(column): parse error: \(found.message)")
        }
        guard case .vectorSelector(let selector) = parsed, selector.matchers.allSatisfy({ $0.kind == .equal }) else {
            throw Failure(description: "\(line):1: parse error: not a series: \(series)")
        }
        return Labels(selector.matchers.map { Label($0.name, $0.value) })
    }
}
