#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Which samples of a series lie in each window, remembered from series to series: those of one target have the same
/// times, so that nearly all the work of sliding windows is done once for hundreds of series.
///
/// SAFETY: an instance belongs to the thread that makes rows with it and is handed down through calls only; nothing keeps
/// it. It is `Sendable` because the windows that carry it are.
final class WindowPositions: @unchecked Sendable {
    /// What extrapolation needs of a window besides the values in it.
    struct Extrapolation {
        /// Seconds between the first and the last sample.
        var span: Double
        /// Seconds by which it is extended to either side, as far as times alone tell.
        var toStart: Double
        var toEnd: Double
        /// What the difference of the values is multiplied by.
        var factor: Double
    }

    /// The extrapolations of all windows.
    struct Extrapolations {
        var windows: [Extrapolation] = []
        /// Their factors once more, side by side.
        var factors: [Double] = []
        /// How much of the difference may lie before the first sample, a little more than it is: a first value that is
        /// above this share of the difference does not come from zero within the window.
        var reaches: [Double] = []
    }

    private var times: [Int64] = []
    /// How many of the first times are evenly spaced for sure.
    private var evenCount = 0
    private var grid: WindowGrid?
    /// For each window, the position of its first sample.
    private(set) var lows: [Int32] = []
    /// For each window, the position behind its last sample.
    private(set) var highs: [Int32] = []
    /// The number of samples in all windows together.
    private(set) var sampleCount = 0
    /// The number of samples that lie in any window.
    private(set) var distinctCount = 0
    private var extrapolations = Extrapolations()
    /// What the extrapolations are for: the length that rates are for, 0 for differences.
    private var extrapolatedSeconds = -1.0
    /// What the rows made here count for.
    private var total = SampleCounts.Pair()
    /// The same by steps.
    private var steps: [SampleCounts.Pair] = []
    private var heldSamples = 0

    /// Counts samples that a series contributed, until they are told at once: several threads count.
    func count(queryable: Int, read: Int) {
        total.queryable += queryable
        total.read += read
    }

    /// Counts samples at a step.
    func count(queryable: Int, read: Int, at step: Int) {
        if steps.count <= step {
            steps.append(contentsOf: repeatElement(SampleCounts.Pair(), count: step + 1 - steps.count))
        }
        steps[step] += SampleCounts.Pair(queryable: queryable, read: read)
    }

    /// Counts the samples of a series that are held while a row is made of them: there is room for the longest series
    /// of a block all the time.
    func hold(_ count: Int, _ limits: QueryLimits) throws(PromQLError) {
        guard count > heldSamples else { return }
        let more = count - heldSamples
        heldSamples = count
        try limits.hold(more)
    }

    /// Tells what was counted since it was told last.
    func flush(_ evaluation: Evaluation) {
        evaluation.limits.release(heldSamples)
        heldSamples = 0
        evaluation.counts.add(total)
        total = SampleCounts.Pair()
        if !steps.isEmpty {
            evaluation.counts.add(steps)
            steps = []
        }
    }

    /// Finds the samples of each window, unless they are where they were for the last series.
    ///
    /// The first `even` times are evenly spaced.
    func locate(_ times: borrowing Span<Int64>, even: Int, _ grid: WindowGrid) {
        if let known = self.grid, known.isSame(as: grid),
            Self.areEqual(times, self.times, evenly: min(even, evenCount))
        {
            return
        }
        evenCount = even
        self.grid = grid.alone
        extrapolatedSeconds = -1
        self.times.removeAll(keepingCapacity: true)
        // Safe: a copy of all elements.
        unsafe times.withUnsafeBufferPointer { unsafe self.times.append(contentsOf: $0) }
        // The columns are filled as locals: each access of a field of a class is checked for exclusivity, which in the
        // loop took more time than the loop.
        var (lows, highs): ([Int32], [Int32]) = ([], [])
        swap(&lows, &self.lows)
        swap(&highs, &self.highs)
        (sampleCount, distinctCount) = Self.slide(times, grid, &lows, &highs)
        swap(&lows, &self.lows)
        swap(&highs, &self.highs)
    }

    private static func slide(
        _ times: borrowing Span<Int64>,
        _ grid: WindowGrid,
        _ lows: inout [Int32],
        _ highs: inout [Int32]
    ) -> (samples: Int, distinct: Int) {
        let (count, steps, range, step) = (times.count, grid.count, grid.range, grid.step)
        var (low, high, counted, end) = (0, 0, 0, grid.firstEnd)
        var (all, distinct) = (0, 0)
        lows.removeAll(keepingCapacity: true)
        highs.removeAll(keepingCapacity: true)
        lows.append(addingCapacity: steps) { lows in
            highs.append(addingCapacity: steps) { highs in
                for _ in 0..<steps {
                    while high < count, times[high] <= end { high &+= 1 }
                    let start = end &- range
                    while low < high, times[low] <= start { low &+= 1 }
                    lows.append(Int32(truncatingIfNeeded: low))
                    highs.append(Int32(truncatingIfNeeded: high))
                    all &+= high &- low
                    distinct &+= high &- max(low, counted)
                    counted = high
                    end &+= step
                }
            }
        }
        return (all, distinct)
    }

    /// Whether both hold the same times, of which the first `even` are evenly spaced; the ends tell most that differ.
    private static func areEqual(_ times: borrowing Span<Int64>, _ known: [Int64], evenly even: Int) -> Bool {
        let count = times.count
        guard known.count == count else { return false }
        guard count > 0 else { return true }
        let other = known.span
        guard times[0] == other[0], times[count &- 1] == other[count &- 1] else { return false }
        // The first two tell all that are evenly spaced.
        let start = even >= 2 && times[1] == other[1] ? min(even, count) : 0
        if start == count { return true }
        // Safe: both have `count` elements.
        return unsafe times.withUnsafeBufferPointer { times in
            unsafe other.withUnsafeBufferPointer { other in
                guard let one = times.baseAddress, let other = other.baseAddress else { return true }
                return unsafe memcmp(one + start, other + start, (count - start) * MemoryLayout<Int64>.stride) == 0
            }
        }
    }

    /// How the windows that were located are extrapolated; those with fewer than two samples are not.
    ///
    /// `seconds` is the length that a rate is for, 0 for a difference.
    func extrapolate(perSeconds seconds: Double) -> Extrapolations {
        if extrapolatedSeconds == seconds { return extrapolations }
        extrapolatedSeconds = seconds
        let (lows, highs, times) = (lows, highs, times)
        var found = Extrapolations()
        found.windows.reserveCapacity(lows.count)
        if let grid {
            for index in lows.indices {
                let (low, last) = (Int(lows[index]), Int(highs[index]) - 1)
                let none = Extrapolation(span: 0, toStart: 0, toEnd: 0, factor: 0)
                let end = grid.end(index)
                found.windows.append(
                    low < last ? Self.extrapolation(times, low, last, end &- grid.range, end, seconds) : none
                )
            }
        }
        found.factors = found.windows.map(\.factor)
        found.reaches = found.windows.map { $0.span > 0 ? $0.toStart / $0.span * Self.nearlyOne : 0 }
        extrapolations = found
        return found
    }

    /// More than rounding can make of 1.
    private static let nearlyOne = 1 + 1e-9

    private static func extrapolation(
        _ times: [Int64],
        _ low: Int,
        _ last: Int,
        _ start: Int64,
        _ end: Int64,
        _ seconds: Double
    ) -> Extrapolation {
        var toStart = Double(times[low] &- start) / 1000
        var toEnd = Double(end &- times[last]) / 1000
        let span = Double(times[last] &- times[low]) / 1000
        let average = span / Double(last &- low)
        let limit = average * 1.1
        if toStart >= limit { toStart = average / 2 }
        if toEnd >= limit { toEnd = average / 2 }
        var factor = (span + toStart + toEnd) / span
        if seconds > 0 { factor /= seconds }
        return Extrapolation(span: span, toStart: toStart, toEnd: toEnd, factor: factor)
    }
}
