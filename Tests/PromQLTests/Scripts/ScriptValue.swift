import PromQL
import PrometheusModel

/// A value of a sample, as a script writes or an answer has it.
enum ScriptValue: CustomStringConvertible {
    case number(Double)
    /// A native histogram, and whether what is known about its resets was written.
    case histogram(FloatHistogram, checksHint: Bool)

    /// Whether an answer's value is what the script expects.
    func accepts(_ actual: ScriptValue) -> Bool {
        switch (self, actual) {
        case (.number(let expected), .number(let number)): AlmostEqual.holds(expected, number, 1e-6)
        case (.histogram(let expected, let checksHint), .histogram(let histogram, _)):
            (!checksHint || expected.counterResetHint == histogram.counterResetHint)
                && Self.areAlmostEqual(expected.compacted(), histogram.compacted())
        default: false
        }
    }

    private static func areAlmostEqual(_ first: FloatHistogram, _ second: FloatHistogram) -> Bool {
        func equal(_ first: [Double], _ second: [Double]) -> Bool {
            first.count == second.count && zip(first, second).allSatisfy { AlmostEqual.holds($0, $1, 1e-6) }
        }
        return first.layout.schema == second.layout.schema
            && first.layout.positiveSpans == second.layout.positiveSpans
            && first.layout.negativeSpans == second.layout.negativeSpans
            && equal(first.layout.customBounds, second.layout.customBounds)
            && equal(first.positiveBuckets, second.positiveBuckets)
            && equal(first.negativeBuckets, second.negativeBuckets)
            && equal(
                [first.count, first.sum, first.zeroCount, first.layout.zeroThreshold],
                [second.count, second.sum, second.zeroCount, second.layout.zeroThreshold]
            )
    }

    var description: String {
        switch self {
        case .number(let number): "\(number)"
        case .histogram(let histogram, _): histogram.scriptText
        }
    }
}
