import PromQL
import PrometheusModel

/// Compares an answer with the lines that a script expects.
enum ResultComparison {
    /// What differs; `nil` if nothing does.
    static func difference(_ value: QueryValue, _ item: ScriptCase) throws -> String? {
        switch value {
        case .string(_, let text):
            let expected = item.expectedString ?? ""
            return expected == text.quoted || expected == "`\(text)`" || expected == "'\(text)'"
                ? nil : "got \(text.quoted)"
        case .scalar(_, let number):
            guard let line = item.results.first else { return "got the scalar \(number)" }
            return equal(try SeriesNotation.number(line), number) ? nil : "got \(number), expected \(line)"
        case .vector(let vector): return try vectorDifference(vector, item)
        case .matrix(let series): return try matrixDifference(series, item)
        }
    }

    private static func equal(_ first: Double, _ second: Double) -> Bool { AlmostEqual.holds(first, second, 1e-6) }

    private static func vectorDifference(_ vector: QueryVector, _ item: ScriptCase) throws -> String? {
        var expected: [(labels: Labels, value: Double)] = []
        for line in item.results {
            let (labels, text) = try SeriesNotation.split(line)
            guard let value = try SeriesNotation.values(text).first ?? nil else { continue }
            expected.append((labels, value))
        }
        let got = "got \(zip(vector.labels, vector.values).map { "\($0) \($1)" }.joined(separator: "; "))"
        guard expected.count == vector.count else { return "\(vector.count) elements, not \(expected.count); \(got)" }
        if item.isOrdered {
            for (index, element) in expected.enumerated() {
                guard element.labels == vector.labels[index], equal(element.value, vector.values[index]) else {
                    return got
                }
            }
            return nil
        }
        var values: [Labels: Double] = [:]
        for (labels, value) in zip(vector.labels, vector.values) { values[labels] = value }
        for element in expected {
            guard let value = values[element.labels] else { return "no \(element.labels); \(got)" }
            guard equal(element.value, value) else { return "\(element.labels) is \(value), not \(element.value)" }
        }
        return nil
    }

    private static func matrixDifference(_ series: [QuerySeries], _ item: ScriptCase) throws -> String? {
        var expected = 0
        for line in item.results {
            let (labels, text) = try SeriesNotation.split(line)
            let values = try SeriesNotation.values(text)
            guard values.contains(where: { $0 != nil }) else { continue }
            expected += 1
            guard let found = series.first(where: { $0.labels == labels }) else {
                return "no \(labels) among \(series.map(\.labels))"
            }
            var known: [Int64: Double] = [:]
            for (time, value) in zip(found.timestamps, found.values) { known[time] = value }
            for (index, value) in values.enumerated() {
                let time = item.start + Int64(index) * (item.step ?? 1)
                switch (value, known[time]) {
                case (nil, nil): continue
                case (let value?, let got?) where equal(value, got): continue
                case (let value, let got):
                    return "\(labels) at \(time) is \(got.map { "\($0)" } ?? "_"), not \(value.map { "\($0)" } ?? "_")"
                }
            }
            let count = values.count(where: { $0 != nil })
            if found.values.count != count { return "\(labels) has \(found.values.count) samples, not \(count)" }
        }
        return expected == series.count ? nil : "\(series.count) series, not \(expected): \(series.map(\.labels))"
    }
}
