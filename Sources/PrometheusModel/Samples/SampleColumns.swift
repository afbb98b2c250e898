/// Samples of one series as columns of the same length, ascending in time.
@usableFromInline
package struct SampleColumns: Sendable {
    /// Milliseconds since the Unix epoch.
    @usableFromInline package var timestamps: [Int64] = []
    /// The values; stale markers are kept bit for bit.
    ///
    /// In a row that is a histogram: its sum, so that its staleness
    /// shows here too.
    @usableFromInline package var values: [Double] = []
    /// The rows that are native histograms, ascending.
    ///
    /// Mostly empty.
    @usableFromInline package var histogramRows: [Int32] = []
    /// The histograms of `histogramRows`.
    package var histograms: [FloatHistogram] = []
    /// The rows, ascending, whose histograms are stored with integer counts, which remote read passes on as such.
    package var integerHistogramRows: [Int32] = []
    /// When the counters started, in milliseconds, 0 where that is not known.
    ///
    /// Empty if it is known of no row, otherwise
    /// as long as the other columns.
    @usableFromInline package var startTimestamps: [Int64] = []

    package init() {}

    @inlinable package var count: Int { timestamps.count }
    /// Whether every row is a float.
    @inlinable package var isFloatOnly: Bool { histogramRows.isEmpty }

    /// Empties the columns and keeps their storage.
    package mutating func removeAll() {
        timestamps.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        if !histogramRows.isEmpty {
            histogramRows.removeAll(keepingCapacity: true)
            histograms.removeAll(keepingCapacity: true)
            integerHistogramRows.removeAll(keepingCapacity: true)
        }
        if !startTimestamps.isEmpty { startTimestamps.removeAll(keepingCapacity: true) }
    }

    /// Adds a float sample without a start.
    @inlinable
    package mutating func append(_ timestamp: Int64, _ value: Double) {
        timestamps.append(timestamp)
        values.append(value)
        if !startTimestamps.isEmpty { startTimestamps.append(0) }
    }

    /// Adds a histogram without a start.
    package mutating func append(_ timestamp: Int64, _ histogram: FloatHistogram) {
        histogramRows.append(Int32(truncatingIfNeeded: timestamps.count))
        append(timestamp, histogram.sum)
        histograms.append(histogram)
    }

    /// Says that the histogram of the last row is stored with integer counts.
    package mutating func markLastAsInteger() {
        integerHistogramRows.append(Int32(truncatingIfNeeded: timestamps.count - 1))
    }

    /// Says when the counter of the last row started (milliseconds; 0 if that is not known).
    package mutating func setStartOfLast(_ start: Int64) {
        guard start != 0 else { return }
        if startTimestamps.isEmpty { startTimestamps = [Int64](repeating: 0, count: timestamps.count) }
        startTimestamps[timestamps.count - 1] = start
    }

    /// Adds rows to the column of starts, if there is one, for float samples that were added without it.
    package mutating func completeStarts() {
        guard !startTimestamps.isEmpty, startTimestamps.count < timestamps.count else { return }
        startTimestamps.append(contentsOf: repeatElement(0, count: timestamps.count - startTimestamps.count))
    }
}
