package import PrometheusModel

/// A native histogram of one series in a batch.
package struct HistogramSample: Sendable, Hashable {
    package var reference: SeriesReference
    /// Milliseconds since the Unix epoch.
    package var timestamp: Int64
    /// When the counter started, in milliseconds since the Unix epoch; 0 if that is not known.
    package var startTimestamp: Int64
    package var histogram: NativeHistogram

    package init(
        _ reference: SeriesReference,
        timestamp: Int64,
        startTimestamp: Int64 = 0,
        _ histogram: NativeHistogram
    ) {
        self.reference = reference
        self.timestamp = timestamp
        self.startTimestamp = startTimestamp
        self.histogram = histogram
    }
}
