package import PrometheusModel

/// A native histogram of a series as the log writes it.
package struct WALHistogram: Sendable, Hashable {
    /// What the log calls the series.
    package var reference: UInt64
    /// Milliseconds since the Unix epoch.
    package var timestamp: Int64
    /// When the counter started, in milliseconds since the Unix epoch; 0 if that is not known.
    package var startTimestamp: Int64
    package var histogram: NativeHistogram

    package init(_ reference: UInt64, _ timestamp: Int64, _ histogram: NativeHistogram, startTimestamp: Int64 = 0) {
        self.reference = reference
        self.timestamp = timestamp
        self.startTimestamp = startTimestamp
        self.histogram = histogram
    }
}
