internal import Chunks
internal import PrometheusModel
internal import Storage

/// A sample that came after newer ones of its series.
struct LateSample {
    var reference: SeriesReference
    /// Milliseconds since the Unix epoch.
    var timestamp: Int64
    /// The value, or the sum of the histogram.
    var value: Double
    /// The histogram, if the sample is one.
    var histogram: TimedHistogram?

    init(_ reference: SeriesReference, _ timestamp: Int64, _ value: Double) {
        self.reference = reference
        self.timestamp = timestamp
        self.value = value
    }

    init(_ reference: SeriesReference, _ sample: TimedHistogram) {
        self.init(reference, sample.timestamp, sample.histogram.sum)
        histogram = sample
    }
}
