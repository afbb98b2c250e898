internal import PrometheusModel

/// Samples of one series as they were decoded, in a form that takes few bytes and hardly any time to read.
///
/// Mostly the times are even, and the values are whole numbers over a small power of ten, near each other.
final class DecodedColumn: Sendable {
    private enum Times {
        case even(first: Int64, step: Int64, count: Int)
        case listed([Int64])
    }

    private enum Values {
        case constant(Double)
        /// Sums with `base`, over `divisor`.
        case narrow(base: Double, divisor: Double, [UInt16])
        case wide(base: Double, divisor: Double, [Int32])
        case plain([Double])
    }

    let key: ColumnKey
    /// The samples are all that there are from here up to the newest one here.
    let completeFrom: Int64
    private let times: Times
    private let values: Values
    /// Whether no value is NaN.
    private let areNumbers: Bool
    /// Whether no value is below the one before it.
    private let areRising: Bool
    /// The bytes of memory it takes, about.
    let byteCount: Int

    /// What an object and its arrays take besides their elements.
    private static let fixedBytes = 208

    /// Takes samples that are all floats without starts; `nil` for others, and for none.
    init?(_ key: ColumnKey, _ samples: SampleColumns, completeFrom: Int64 = .min) {
        guard samples.isFloatOnly, samples.startTimestamps.isEmpty, samples.count > 0 else { return nil }
        self.key = key
        self.completeFrom = completeFrom
        times = Self.times(samples.timestamps)
        values = Self.values(samples.values)
        areNumbers = !samples.values.contains { $0.isNaN }
        areRising = zip(samples.values, samples.values.dropFirst()).allSatisfy { !($1 < $0) }
        let timeBytes = if case .listed(let all) = times { all.count * 8 } else { 0 }
        let valueBytes =
            switch values {
            case .constant: 0
            case .narrow(_, _, let all): all.count * 2
            case .wide(_, _, let all): all.count * 4
            case .plain(let all): all.count * 8
            }
        byteCount = Self.fixedBytes + timeBytes + valueBytes
    }

    /// Appends the samples in `window`.
    func append(_ window: ClosedRange<Int64>, to samples: inout SampleColumns) {
        let rows = rows(in: window)
        guard !rows.isEmpty else { return }
        let start = samples.count
        var evenStep: Int64?
        switch times {
        case .even(let first, let step, _):
            samples.appendTimes(from: first &+ Int64(rows.lowerBound) &* step, step: step, count: rows.count)
            evenStep = step
        case .listed(let all): samples.timestamps.append(contentsOf: all[rows])
        }
        switch values {
        case .constant(let value): samples.values.append(contentsOf: repeatElement(value, count: rows.count))
        case .narrow(let base, 1, let all):
            // Most counters are whole numbers; a division takes longer than all the rest.
            Self.append(all, rows, to: &samples.values) { base + Double(Int32($0)) }
        case .narrow(let base, let divisor, let all):
            Self.append(all, rows, to: &samples.values) { (base + Double(Int32($0))) / divisor }
        case .wide(let base, 1, let all):
            Self.append(all, rows, to: &samples.values) { base + Double($0) }
        case .wide(let base, let divisor, let all):
            Self.append(all, rows, to: &samples.values) { (base + Double($0)) / divisor }
        case .plain(let all): samples.values.append(contentsOf: all[rows])
        }
        samples.completeStarts()
        samples.note(rowsFrom: start, step: evenStep, areNumbers: areNumbers, areRising: areRising)
    }

    private func rows(in window: ClosedRange<Int64>) -> Range<Int> {
        switch times {
        case .even(let first, let step, let count):
            let last = first &+ Int64(count - 1) &* step
            let (lower, upper) = (max(first, window.lowerBound), min(last, window.upperBound))
            guard lower <= upper else { return 0..<0 }
            guard step > 0 else { return 0..<count }
            return Int((lower &- first &+ step &- 1) / step)..<(Int((upper &- first) / step) + 1)
        case .listed(let all):
            var (low, high) = (0, all.count)
            if all[low] < window.lowerBound { low = Self.firstIndex(all) { $0 >= window.lowerBound } }
            if all[high - 1] > window.upperBound { high = Self.firstIndex(all) { $0 > window.upperBound } }
            return low..<max(low, high)
        }
    }

    /// The position of the first time for which `isReached` holds, as it does for all behind it.
    @inline(__always)
    private static func firstIndex(_ times: [Int64], _ isReached: (Int64) -> Bool) -> Int {
        var (low, high) = (0, times.count)
        while low < high {
            let middle = (low &+ high) / 2
            if isReached(times[middle]) { high = middle } else { low = middle &+ 1 }
        }
        return low
    }

    // MARK: Forms

    private static func times(_ times: [Int64]) -> Times {
        guard times.count > 1 else { return .even(first: times[0], step: 0, count: 1) }
        let (step, isTooFar) = times[1].subtractingReportingOverflow(times[0])
        guard !isTooFar, step > 0, step < 1 << 40, times[0].magnitude < 1 << 60 else { return .listed(times) }
        for index in 1..<times.count where times[index] != times[0] &+ Int64(index) &* step { return .listed(times) }
        return .even(first: times[0], step: step, count: times.count)
    }

    private static func values(_ values: [Double]) -> Values {
        let first = values[0]
        if values.allSatisfy({ $0.bitPattern == first.bitPattern }) { return .constant(first) }
        for divisor in [1.0, 10, 100, 1000] {
            guard let integers = integers(values, divisor) else { continue }
            let base = integers.reduce(Int64.max) { min($0, $1) }
            let greatest = integers.reduce(Int64.min) { max($0, $1) } - base
            if greatest <= Int64(UInt16.max) {
                return .narrow(base: Double(base), divisor: divisor, integers.map { UInt16($0 - base) })
            }
            if greatest <= Int64(Int32.max) {
                return .wide(base: Double(base), divisor: divisor, integers.map { Int32($0 - base) })
            }
            return .plain(values)
        }
        return .plain(values)
    }

    /// The values times `divisor`, if that gives them back to the last bit.
    private static func integers(_ values: [Double], _ divisor: Double) -> [Int64]? {
        var integers: [Int64] = []
        for value in values {
            let scaled = value * divisor
            guard scaled.magnitude < 0x1p51 else { return nil }
            let integer = Int64(scaled.rounded())
            guard (Double(integer) / divisor).bitPattern == value.bitPattern else { return nil }
            if integers.isEmpty { integers.reserveCapacity(values.count) }
            integers.append(integer)
        }
        return integers
    }

    // MARK: Loops without a check for each sample

    @inline(__always)
    private static func append<Output>(_ count: Int, to output: inout [Output], _ make: (Int) -> Output) {
        output.append(addingCapacity: count) { span in
            // Safe: there is room for `count` elements, which are all written.
            unsafe span.withUnsafeMutableBufferPointer { buffer, initialized in
                guard let base = buffer.baseAddress else { return }
                let target = unsafe base + initialized
                for index in 0..<count { unsafe (target + index).initialize(to: make(index)) }
                initialized &+= count
            }
        }
    }

    @inline(__always)
    private static func append<Input>(
        _ input: [Input],
        _ rows: Range<Int>,
        to output: inout [Double],
        _ make: (Input) -> Double
    ) {
        precondition(rows.lowerBound >= 0 && rows.upperBound <= input.count, "rows are not there")
        // Safe: the rows were just compared with the count.
        unsafe input.withUnsafeBufferPointer { input in
            append(rows.count, to: &output) { index in unsafe make(input[rows.lowerBound &+ index]) }
        }
    }
}
