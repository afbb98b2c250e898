package import PrometheusModel

/// A native histogram at a time, as a chunk stores it.
package struct TimedHistogram: Sendable, Hashable {
    /// Milliseconds since the Unix epoch.
    package var timestamp: Int64
    /// When the counter started, in milliseconds since the Unix epoch; 0 if that is not known.
    package var startTimestamp: Int64
    package var histogram: NativeHistogram

    package init(_ timestamp: Int64, _ histogram: NativeHistogram, startTimestamp: Int64 = 0) {
        self.timestamp = timestamp
        self.startTimestamp = startTimestamp
        self.histogram = histogram
    }
}
