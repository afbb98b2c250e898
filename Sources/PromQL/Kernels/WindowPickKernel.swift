import PrometheusModel
import Storage

/// Functions that pick something of a window that its ends tell: the first or last sample, their times, the count.
enum WindowPickKernel {
    static func count(_ samples: borrowing SampleColumns, _ windows: WindowGrid, _ values: inout [Double]) {
        apply(samples, windows, &values) { low, high, _, _ in Double(high &- low) }
    }

    static func present(_ samples: borrowing SampleColumns, _ windows: WindowGrid, _ values: inout [Double]) {
        apply(samples, windows, &values) { _, _, _, _ in 1 }
    }

    static func first(_ samples: borrowing SampleColumns, _ windows: WindowGrid, _ values: inout [Double]) {
        apply(samples, windows, &values) { low, _, _, column in column[low] }
    }

    static func last(_ samples: borrowing SampleColumns, _ windows: WindowGrid, _ values: inout [Double]) {
        apply(samples, windows, &values) { _, high, _, column in column[high &- 1] }
    }

    static func firstTime(_ samples: borrowing SampleColumns, _ windows: WindowGrid, _ values: inout [Double]) {
        apply(samples, windows, &values) { low, _, times, _ in Double(times[low]) / 1000 }
    }

    static func lastTime(_ samples: borrowing SampleColumns, _ windows: WindowGrid, _ values: inout [Double]) {
        apply(samples, windows, &values) { _, high, times, _ in Double(times[high &- 1]) / 1000 }
    }

    @inline(__always)
    private static func apply(
        _ samples: borrowing SampleColumns,
        _ windows: WindowGrid,
        _ values: inout [Double],
        _ pick: (_ low: Int, _ high: Int, borrowing Span<Int64>, borrowing Span<Double>) -> Double
    ) {
        let times = samples.timestamps.span
        let column = samples.values.span
        var result = values.mutableSpan
        windows.slide(over: samples) { step, low, high in
            result[step] = low == high ? .absent : pick(low, high, times, column)
        }
    }
}
