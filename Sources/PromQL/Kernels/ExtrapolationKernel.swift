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
        precondition(values.count == windows.count, "a row has one value a step")
        let times = samples.timestamps.span
        let column = samples.values.span
        // Most counters never reset: then no window has to look for resets at all.
        let resets = isCounter ? resetPositions(column) : []
        var nextReset = 0
        let seconds = isRate ? Double(windows.range) / 1000 : 0
        let positions = windows.located(times)
        let extrapolationColumn = positions.extrapolate(perSeconds: seconds)
        let (lowColumn, highColumn) = (positions.lows, positions.highs)
        let (lows, highs, extrapolations) = (lowColumn.span, highColumn.span, extrapolationColumn.span)
        var result = values.mutableSpan
        for step in 0..<lows.count {
            let (low, last) = (Int(lows[step]), Int(highs[step]) &- 1)
            guard low < last else {
                result[step] = .absent
                continue
            }
            let first = column[low]
            var difference = column[last] - first
            if isCounter, nextReset < resets.count {
                while nextReset < resets.count, resets[nextReset] <= low { nextReset &+= 1 }
                var reset = nextReset
                while reset < resets.count, resets[reset] <= last {
                    difference += column[resets[reset] &- 1]
                    reset &+= 1
                }
            }
            let window = extrapolations[step]
            var factor = window.factor
            // A counter is not below zero before the window starts. Multiplying tells without dividing that it is not near.
            if isCounter, first >= 0, difference > 0,
                first * window.span <= window.toStart * difference * nearlyOne
            {
                let toZero = window.span * (first / difference)
                if toZero < window.toStart {
                    factor = (window.span + toZero + window.toEnd) / window.span
                    if isRate { factor /= seconds }
                }
            }
            result[step] = difference * factor
        }
    }

    /// More than rounding can make of 1.
    private static let nearlyOne = 1 + 1e-9

    /// The positions whose value is below the one before.
    private static func resetPositions(_ values: borrowing Span<Double>) -> [Int] {
        guard falls(values) else { return [] }
        var positions: [Int] = []
        for i in 1..<values.count where values[i] < values[i &- 1] { positions.append(i) }
        return positions
    }

    /// Whether any value is below the one before; without a branch for each.
    private static func falls(_ values: borrowing Span<Double>) -> Bool {
        // Safe: indices are below the count.
        unsafe values.withUnsafeBufferPointer { values in
            var falls = 0
            var index = 1
            while index < values.count {
                falls |= unsafe values[index] < values[index &- 1] ? 1 : 0
                index &+= 1
            }
            return falls != 0
        }
    }
}
