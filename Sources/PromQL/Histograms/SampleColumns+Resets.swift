import PrometheusModel

extension SampleColumns {
    /// Says of each histogram whether the counter was reset before it, if that is not known yet.
    mutating func findResets() {
        // The original hints: what is found out of one histogram must not decide on the next.
        let hints = histograms.map(\.counterResetHint)
        // The last one that is no stale marker, and how many markers follow it.
        var previous: (index: Int, markers: Int32)?
        for index in histograms.indices {
            if histograms[index].isStaleMarker {
                previous?.markers += 1
                continue
            }
            if let previous, hints[index] == .unknown,
                histogramRows[previous.index] + previous.markers + 1 == histogramRows[index]
            {
                let isReset = histograms[index].isReset(after: histograms[previous.index])
                histograms[index].counterResetHint = isReset ? .reset : .notReset
            }
            previous = (index, 0)
        }
    }
}
