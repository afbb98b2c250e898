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
    /// What is known of the first rows without looking at each.
    package private(set) var known = KnownRows()
    /// Even times that stood here before; the next series' are mostly the same.
    private var formerTimestamps: [Int64] = []

    package init() {}

    @inlinable package var count: Int { timestamps.count }
    /// Whether every row is a float.
    @inlinable package var isFloatOnly: Bool { histogramRows.isEmpty }

    /// Empties the columns and keeps their storage.
    package mutating func removeAll() {
        if known.even >= Self.fewestKept {
            timestamps.removeLast(timestamps.count - known.even)
            swap(&timestamps, &formerTimestamps)
        }
        known = KnownRows()
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

    // MARK: Rows of which something is known

    /// It is not worth the trouble to keep fewer times.
    private static let fewestKept = 16

    /// Adds `count` times from `first` on, `step` apart.
    package mutating func appendTimes(from first: Int64, step: Int64, count: Int) {
        if timestamps.isEmpty, formerTimestamps.count >= count, count >= Self.fewestKept,
            formerTimestamps[0] == first, formerTimestamps[1] &- first == step
        {
            swap(&timestamps, &formerTimestamps)
            formerTimestamps.removeAll(keepingCapacity: true)
            timestamps.removeLast(timestamps.count - count)
            return
        }
        timestamps.append(addingCapacity: count) { span in
            var time = first
            for _ in 0..<count {
                span.append(time)
                time &+= step
            }
        }
    }

    /// Notes what is known of the rows from `start` on, all of them floats.
    ///
    /// `step` is what their times are apart if they are evenly spaced.
    package mutating func note(rowsFrom start: Int, step: Int64?, areNumbers: Bool, areRising: Bool) {
        let count = count
        guard start < count else { return }
        if let step, known.even == start, continuesEvenly(start, step) { known.even = count }
        if areNumbers, known.numbers == start { known.numbers = count }
        if areRising, known.rising == start, start == 0 || values[start] >= values[start - 1] { known.rising = count }
    }

    private func continuesEvenly(_ start: Int, _ step: Int64) -> Bool {
        guard start > 0 else { return true }
        guard timestamps[start] &- timestamps[start - 1] == step else { return false }
        return start == 1 || timestamps[1] &- timestamps[0] == step
    }

    /// Forgets what is known of the rows from `count` on.
    package mutating func forgetKnown(from count: Int) { known.cut(to: count) }
}
