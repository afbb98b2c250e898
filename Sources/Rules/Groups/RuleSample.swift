internal import PrometheusModel
internal import PromQL

/// One sample of a rule's result.
struct RuleSample: Sendable {
    var labels: Labels
    /// Of a native histogram its sum.
    var value: Double
    var histogram: FloatHistogram?

    init(_ labels: Labels, _ value: Double, _ histogram: FloatHistogram? = nil) {
        self.labels = labels
        self.value = value
        self.histogram = histogram
    }

    /// The elements of a vector.
    static func all(_ vector: QueryVector) -> [RuleSample] {
        guard vector.histograms.isEmpty else {
            return (0..<vector.count).map { RuleSample(vector.labels[$0], vector.values[$0], vector.histograms[$0]) }
        }
        return (0..<vector.count).map { RuleSample(vector.labels[$0], vector.values[$0]) }
    }
}
