internal import PrometheusModel

extension SampleColumns {
    /// Says of each histogram about resets what a store knows when it reads it back: that it continues the one before it.
    ///
    /// Where a counter starts over a store begins a chunk, and of a chunk's first histogram nothing is known.
    mutating func setStoredResetHints(from start: Int) {
        for index in histograms.indices.dropFirst(start) where histograms[index].counterResetHint != .gauge {
            let isFirst = index == 0 || histogramRows[index - 1] + 1 != histogramRows[index]
            let isKnown = !isFirst && continues(histograms[index], histograms[index - 1])
            histograms[index].counterResetHint = isKnown ? .notReset : .unknown
        }
    }

    private func continues(_ next: FloatHistogram, _ previous: FloatHistogram) -> Bool {
        previous.counterResetHint != .gauge && next.layout.schema == previous.layout.schema
            && next.layout.zeroThreshold == previous.layout.zeroThreshold
            && next.layout.customBounds == previous.layout.customBounds && !next.isReset(after: previous)
    }
}
