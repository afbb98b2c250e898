internal import PromQL
internal import PrometheusModel

extension UnitTestRun {
    /// A sample that is compared.
    private struct Sample {
        var labels: Labels
        var value: Double
        /// The notation of a native histogram, empty for a float.
        var histogram: String

        var text: String {
            histogram.isEmpty
                ? "\(labels) \(FloatText.scientificString(value).uppercasedExponent)" : "\(labels) \(histogram)"
        }
    }

    /// What is wrong with the result of an expression, `nil` if nothing is.
    func failure(of test: UnitTestGroup.ExpressionTest) async -> String? {
        let time = DurationText.string(milliseconds: test.timeMilliseconds)
        let head = "    expr: \(test.expression.quoted), time: \(time),"
        let found: [Sample]
        do throws(PromQLError) {
            found = try await samples(test)
        } catch {
            return "\(head) err: \(error)"
        }
        var expected: [Sample] = []
        for sample in test.expected {
            do throws(SeriesNotation.Failure) {
                expected.append(try self.expected(sample))
            } catch {
                return "\(head) err: labels \(sample.labels.quoted): \(error)"
            }
        }
        expected.sort { $0.labels < $1.labels }
        let areEqual = expected.count == found.count && zip(expected, found).allSatisfy(areEqual)
        return areEqual ? nil : "\(head)\n        exp: \(Self.text(expected))\n        got: \(Self.text(found))"
    }

    private func samples(_ test: UnitTestGroup.ExpressionTest) async throws(PromQLError) -> [Sample] {
        let time = group.startMilliseconds + test.timeMilliseconds
        var samples: [Sample] = []
        switch try await engine.instant(test.expression, at: time, on: queryable).value {
        case .scalar(_, let value): samples = [Sample(labels: Labels(), value: value, histogram: "")]
        case .vector(let vector):
            for i in 0..<vector.count {
                let histogram = vector.histograms[i]
                samples.append(
                    Sample(
                        labels: vector.labels[i],
                        value: histogram == nil ? vector.values[i] : 0,
                        histogram: histogram?.scriptText ?? ""
                    )
                )
            }
        case .string, .matrix: throw .execution("rule result is not a vector or scalar")
        }
        return samples.sorted { $0.labels < $1.labels }
    }

    private func expected(_ sample: UnitTestGroup.ExpectedSample) throws(SeriesNotation.Failure) -> Sample {
        let labels = try SeriesNotation.labels(sample.labels)
        guard !sample.histogram.isEmpty else {
            return Sample(labels: labels, value: sample.value, histogram: "")
        }
        let values = try SeriesValueReader.values(sample.histogram, line: 1, column: 4)
        guard values.count == 1 else {
            throw SeriesNotation.Failure(description: "expected 1 value, got \(values.count)")
        }
        guard case .histogram(let histogram) = values[0] else {
            var shown = "_"
            if case .number(let number) = values[0] { shown = Self.fixed(number) }
            throw SeriesNotation.Failure(description: "expected histogram, got \(shown)")
        }
        return Sample(labels: labels, value: sample.value, histogram: histogram.scriptText)
    }

    /// The number with six digits behind the point.
    private static func fixed(_ number: Double) -> String {
        guard number.magnitude < 1e12 else { return FloatText.string(number, .fixed) }
        let millionths = Int64((number * 1e6).rounded())
        let digits = String(millionths.magnitude % 1_000_000 + 1_000_000).dropFirst()
        return "\(number < 0 ? "-" : "")\(millionths.magnitude / 1_000_000).\(digits)"
    }

    private func areEqual(_ expected: Sample, _ found: Sample) -> Bool {
        guard expected.labels == found.labels, expected.histogram == found.histogram else { return false }
        if !expected.histogram.isEmpty { return true }
        // A number that is none equals nothing, as upstream has it.
        guard file.comparesFuzzily else { return expected.value == found.value }
        return expected.value == found.value || expected.value.nextUp == found.value
            || expected.value.nextDown == found.value
    }

    private static func text(_ samples: [Sample]) -> String {
        samples.isEmpty ? "nil" : samples.map(\.text).joined(separator: ", ")
    }
}

extension String {
    /// The number with its exponent written in upper case.
    fileprivate var uppercasedExponent: String { replacing("e", with: "E") }
}
