import PrometheusModel

extension SampleColumns {
    /// Says of each histogram whether the counter was reset before it, if that is not known yet.
    mutating func findResets() {
        // The original hints: what is found out of one histogram must not decide on the next.
        let hints = histograms.map(\.counterResetHint)
        for index in histograms.indices.dropFirst() where hints[index] == .unknown {
            guard histogramRows[index - 1] + 1 == histogramRows[index] else { continue }
            let isReset = histograms[index].isReset(after: histograms[index - 1])
            histograms[index].counterResetHint = isReset ? .reset : .notReset
        }
    }
}
