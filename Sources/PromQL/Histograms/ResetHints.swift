import PrometheusModel

/// Which hints about counter resets were among histograms that are added up.
struct ResetHints: Sendable {
    private var hasReset = false
    private var hasNoReset = false

    init() {}

    init(_ histograms: ArraySlice<FloatHistogram>) {
        for histogram in histograms { add(histogram) }
    }

    mutating func add(_ histogram: FloatHistogram) {
        if histogram.counterResetHint == .reset { hasReset = true }
        if histogram.counterResetHint == .notReset { hasNoReset = true }
    }

    /// Whether some are known to start over and some not to.
    var areConflicting: Bool { hasReset && hasNoReset }
}
