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
    /// When the counter of a float started; 0 if that is not known.
    var startTimestamp: Int64

    init(_ reference: SeriesReference, _ timestamp: Int64, _ value: Double, startTimestamp: Int64 = 0) {
        self.reference = reference
        self.timestamp = timestamp
        self.value = value
        self.startTimestamp = startTimestamp
    }

    init(_ reference: SeriesReference, _ sample: TimedHistogram) {
        self.init(reference, sample.timestamp, sample.histogram.sum)
        histogram = sample
    }
}
