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

    private var times: [Int64] = []
    private var grid: WindowGrid?
    /// For each window, the position of its first sample.
    private(set) var lows: [Int32] = []
    /// For each window, the position behind its last sample.
    private(set) var highs: [Int32] = []
    /// The number of samples in all windows together.
    private(set) var sampleCount = 0
    /// The number of samples that lie in any window.
    private(set) var distinctCount = 0
    private var extrapolations: [Extrapolation] = []
    /// What the extrapolations are for: the length that rates are for, 0 for differences.
    private var extrapolatedSeconds = -1.0

    /// Finds the samples of each window, unless they are where they were for the last series.
    func locate(_ times: borrowing Span<Int64>, _ grid: WindowGrid) {
        if let known = self.grid, known.isSame(as: grid), Self.areEqual(times, self.times) { return }
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

    /// Whether both hold the same times; the ends tell most that differ.
    private static func areEqual(_ times: borrowing Span<Int64>, _ known: [Int64]) -> Bool {
        let count = times.count
        guard known.count == count else { return false }
        guard count > 0 else { return true }
        let other = known.span
        guard times[0] == other[0], times[count &- 1] == other[count &- 1] else { return false }
        // Safe: both have `count` elements.
        return unsafe times.withUnsafeBufferPointer { times in
            unsafe other.withUnsafeBufferPointer { other in
                guard let one = times.baseAddress, let other = other.baseAddress else { return true }
                return unsafe memcmp(one, other, count * MemoryLayout<Int64>.stride) == 0
            }
        }
    }

    /// How the windows that were located are extrapolated; those with fewer than two samples are not.
    ///
    /// `seconds` is the length that a rate is for, 0 for a difference.
    func extrapolate(perSeconds seconds: Double) -> [Extrapolation] {
        if extrapolatedSeconds == seconds { return extrapolations }
        extrapolatedSeconds = seconds
        let (lows, highs, times) = (lows, highs, times)
        var found: [Extrapolation] = []
        found.reserveCapacity(lows.count)
        if let grid {
            for index in lows.indices {
                let (low, last) = (Int(lows[index]), Int(highs[index]) - 1)
                let none = Extrapolation(span: 0, toStart: 0, toEnd: 0, factor: 0)
                let end = grid.end(index)
                found.append(low < last ? Self.extrapolation(times, low, last, end &- grid.range, end, seconds) : none)
            }
        }
        extrapolations = found
        return found
    }

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
