internal import Chunks
internal import PrometheusModel

extension TimedHistogram {
    /// Drops what the histogram says of the one before it, unless it is a gauge, which it is whatever came before.
    mutating func forgetPrevious() {
        guard histogram.counterResetHint != .gauge else { return }
        switch histogram {
        case .integer(var counts):
            counts.counterResetHint = .unknown
            histogram = .integer(counts)
        case .float(var counts):
            counts.counterResetHint = .unknown
            histogram = .float(counts)
        }
    }
}
