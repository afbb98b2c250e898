import PromQL
import PrometheusModel

/// Compares an answer with the lines that a script expects.
enum ResultComparison {
    /// What differs; `nil` if nothing does.
    static func difference(_ value: QueryValue, _ item: ScriptCase) throws -> String? {
        switch value {
        case .string(_, let text):
            guard let source = item.expectedString else { return "a string: \(text)" }
            guard case .string(let literal) = try Expression.parse(source, options: .everything) else {
                throw SeriesNotation.Failure(text: "not a string: \(source)")
            }
            return literal.value == text ? nil : "got \(text.quoted)"
        case .scalar(_, let number):
            guard item.results.count == 1, let line = item.results.first else { return "got the scalar \(number)" }
            let expected = ScriptValue.number(try SeriesNotation.number(line))
            return expected.accepts(.number(number)) ? nil : "got \(number), expected \(line)"
        case .vector:
            guard item.rangeVector == nil else { return "a range vector was expected" }
            return try vectorDifference(ScriptSeries.all(of: value), item)
        case .matrix:
            guard item.step != nil || item.rangeVector != nil else { return "got a range vector" }
            if item.step != nil, let problem = orderProblem(value) { return problem }
            let times = item.rangeVector ?? (item.start, item.end, item.step ?? 1)
            return try matrixDifference(ScriptSeries.all(of: value), item, times)
        }
    }

    /// Answers of range queries are sorted by labels.
    static func orderProblem(_ value: QueryValue) -> String? {
        let labels = ScriptSeries.all(of: value).map(\.labels)
        return zip(labels, labels.dropFirst()).allSatisfy(<) ? nil : "not sorted, or twice the same: \(labels)"
    }

    /// Compares the elements of an instant vector.
    static func vectorDifference(_ actual: [ScriptSeries], _ item: ScriptCase) throws -> String? {
        var expected: [(labels: Labels, value: ScriptValue)] = []
        for line in item.results {
            let (labels, text) = try SeriesNotation.split(line)
            let values = try SeriesNotation.values(text)
            guard values.count == 1 else { throw SeriesNotation.Failure(text: "not one value: \(line)") }
            if let value = values[0] { expected.append((labels, value)) }
        }
        let got = actual.map { "\($0.labels) \($0.points.map { "\($0.value)" }.joined(separator: " "))" }
        guard expected.count == actual.count else { return "\(actual.count) elements, not \(expected.count): \(got)" }
        for (index, element) in expected.enumerated() {
            let candidates = item.isOrdered ? [actual[index]] : actual
            guard let found = candidates.first(where: { $0.labels == element.labels }) else {
                return "no \(element.labels)\(item.isOrdered ? " as number \(index)" : ""): \(got)"
            }
            guard let value = found.points.first?.value, element.value.accepts(value) else {
                return "\(element.labels) is not \(element.value): \(got)"
            }
        }
        return nil
    }

    private static func matrixDifference(
        _ actual: [ScriptSeries],
        _ item: ScriptCase,
        _ times: (start: Int64, end: Int64, step: Int64)
    ) throws -> String? {
        var known: Set<Labels> = []
        for line in item.results {
            let (labels, text) = try SeriesNotation.split(line)
            let values = try SeriesNotation.values(text)
            guard values.contains(where: { $0 != nil }) else { continue }
            guard known.insert(labels).inserted else { throw SeriesNotation.Failure(text: "twice: \(labels)") }
            guard let found = actual.first(where: { $0.labels == labels }) else {
                return "no \(labels) among \(actual.map(\.labels))"
            }
            var points: [Int64: ScriptValue] = [:]
            for point in found.points { points[point.time] = point.value }
            for (index, value) in values.enumerated() {
                let time = times.start + Int64(index) * times.step
                switch (value, points[time]) {
                case (nil, nil): continue
                case (let value?, let got?) where value.accepts(got): continue
                case (let value, let got):
                    return "\(labels) at \(time) is \(got.map { "\($0)" } ?? "_"), not \(value.map { "\($0)" } ?? "_")"
                }
            }
            let count = values.count { $0 != nil }
            if found.points.count != count { return "\(labels) has \(found.points.count) samples, not \(count)" }
        }
        return known.count == actual.count ? nil : "\(actual.count) series, not \(known.count): \(actual.map(\.labels))"
    }
}
