import PrometheusModel
import Storage

/// `rate`, `increase` and `delta`: the difference over a window, extrapolated to the window's ends.
///
/// - Source: upstream's extrapolation rule; shared/spec/promql-functions.md section 4.
enum ExtrapolationKernel {
    static func rate(_ samples: borrowing SampleColumns, _ windows: WindowGrid, _ values: inout [Double]) {
        apply(samples, windows, &values, isCounter: true, isRate: true)
    }

    static func increase(_ samples: borrowing SampleColumns, _ windows: WindowGrid, _ values: inout [Double]) {
        apply(samples, windows, &values, isCounter: true, isRate: false)
    }

    static func delta(_ samples: borrowing SampleColumns, _ windows: WindowGrid, _ values: inout [Double]) {
        apply(samples, windows, &values, isCounter: false, isRate: false)
    }

    @inline(__always)
    private static func apply(
        _ samples: borrowing SampleColumns,
        _ windows: WindowGrid,
        _ values: inout [Double],
        isCounter: Bool,
        isRate: Bool
    ) {
        let column = samples.values.span
        let seconds = isRate ? Double(windows.range) / 1000 : 0
        let positions = windows.located(samples.timestamps.span, even: samples.known.even)
        let found = positions.extrapolate(perSeconds: seconds)
        // Most counters never reset: then no window has to look for resets at all.
        if isCounter {
            let resets = resetPositions(column, from: max(1, samples.known.rising))
            if !resets.isEmpty { return differences(column, resets, positions, found, &values, seconds) }
        }
        let (lowColumn, highColumn) = (positions.lows, positions.highs)
        let (lows, highs) = (lowColumn.span, highColumn.span)
        let (factors, reaches) = (found.factors.span, found.reaches.span)
        let count = values.count
        precondition(lows.count == count && highs.count == count, "a row has one value a step")
        precondition(factors.count == count && reaches.count == count, "there is a factor for each step")
        // Safe: all columns of steps were just compared; positions were found in times as many as the values.
        unsafe column.withUnsafeBufferPointer { column in
            unsafe values.withUnsafeMutableBufferPointer { result in
                for step in 0..<count {
                    let (low, last) = unsafe (Int(lows[unchecked: step]), Int(highs[unchecked: step]) &- 1)
                    guard low < last else {
                        unsafe result[step] = .absent
                        continue
                    }
                    let first = unsafe column[low]
                    let difference = unsafe column[last] - first
                    var factor = unsafe factors[unchecked: step]
                    // A counter is not below zero before the window starts. Multiplying tells without dividing that it
                    // is not near.
                    if isCounter, first >= 0, difference > 0, unsafe first <= difference * reaches[unchecked: step] {
                        factor = fromZero(first, difference, found.windows[step], factor, seconds)
                    }
                    unsafe result[step] = difference * factor
                }
            }
        }
    }

    /// The same for a counter that was reset.
    private static func differences(
        _ column: borrowing Span<Double>,
        _ resets: [Int],
        _ positions: WindowPositions,
        _ found: WindowPositions.Extrapolations,
        _ values: inout [Double],
        _ seconds: Double
    ) {
        let (lowColumn, highColumn) = (positions.lows, positions.highs)
        let (lows, highs) = (lowColumn.span, highColumn.span)
        var result = values.mutableSpan
        var nextReset = 0
        for step in 0..<lows.count {
            let (low, last) = (Int(lows[step]), Int(highs[step]) &- 1)
            guard low < last else {
                result[step] = .absent
                continue
            }
            let first = column[low]
            var difference = column[last] - first
            while nextReset < resets.count, resets[nextReset] <= low { nextReset &+= 1 }
            var reset = nextReset
            while reset < resets.count, resets[reset] <= last {
                difference += column[resets[reset] &- 1]
                reset &+= 1
            }
            var factor = found.factors[step]
            if first >= 0, difference > 0, first <= difference * found.reaches[step] {
                factor = fromZero(first, difference, found.windows[step], factor, seconds)
            }
            result[step] = difference * factor
        }
    }

    /// The factor of a counter that may have been zero within the window.
    @inline(never)
    private static func fromZero(
        _ first: Double,
        _ difference: Double,
        _ window: WindowPositions.Extrapolation,
        _ factor: Double,
        _ seconds: Double
    ) -> Double {
        let toZero = window.span * (first / difference)
        guard toZero < window.toStart else { return factor }
        let share = (window.span + toZero + window.toEnd) / window.span
        return seconds > 0 ? share / seconds : share
    }

    /// The positions, from `start` on, whose value is below the one before.
    private static func resetPositions(_ values: borrowing Span<Double>, from start: Int) -> [Int] {
        guard falls(values, from: start) else { return [] }
        var positions: [Int] = []
        for i in start..<values.count where values[i] < values[i &- 1] { positions.append(i) }
        return positions
    }

    /// Whether any value from `start` on is below the one before; without a branch for each.
    private static func falls(_ values: borrowing Span<Double>, from start: Int) -> Bool {
        // Safe: indices are below the count.
        unsafe values.withUnsafeBufferPointer { values in
            var falls = 0
            var index = start
            while index < values.count {
                falls |= unsafe values[index] < values[index &- 1] ? 1 : 0
                index &+= 1
            }
            return falls != 0
        }
    }
}
