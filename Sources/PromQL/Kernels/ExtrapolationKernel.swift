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
        let seconds = Double(windows.range) / 1000
        var result = values.mutableSpan
        windows.slide(over: times) { step, low, high in
            guard high &- low >= 2 else { return result[step] = .absent }
            let last = high &- 1
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
            let end = windows.end(step)
            var toStart = Double(times[low] &- (end &- windows.range)) / 1000
            var toEnd = Double(end &- times[last]) / 1000
            let span = Double(times[last] &- times[low]) / 1000
            let average = span / Double(last &- low)
            let limit = average * 1.1
            if toStart >= limit { toStart = average / 2 }
            if isCounter, difference > 0, first >= 0 {
                // A counter is not below zero before the window starts.
                let toZero = span * (first / difference)
                if toZero < toStart { toStart = toZero }
            }
            if toEnd >= limit { toEnd = average / 2 }
            var factor = (span + toStart + toEnd) / span
            if isRate { factor /= seconds }
            result[step] = difference * factor
        }
    }

    /// The positions whose value is below the one before.
    private static func resetPositions(_ values: borrowing Span<Double>) -> [Int] {
        var positions: [Int] = []
        guard var previous = values.isEmpty ? nil : values[0] else { return positions }
        for i in 1..<values.count {
            let value = values[i]
            if value < previous { positions.append(i) }
            previous = value
        }
        return positions
    }
}
