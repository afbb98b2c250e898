import PrometheusModel
import Storage

/// `irate` and `idelta`: the difference of the last two samples of a window.
enum LastTwoKernel {
    static func instantRate(_ samples: borrowing SampleColumns, _ windows: WindowGrid, _ values: inout [Double]) {
        apply(samples, windows, &values) { previous, last, milliseconds in
            (last < previous ? last : last - previous) / (Double(milliseconds) / 1000)
        }
    }

    static func instantDelta(_ samples: borrowing SampleColumns, _ windows: WindowGrid, _ values: inout [Double]) {
        apply(samples, windows, &values) { previous, last, _ in last - previous }
    }

    @inline(__always)
    private static func apply(
        _ samples: borrowing SampleColumns,
        _ windows: WindowGrid,
        _ values: inout [Double],
        _ difference: (_ previous: Double, _ last: Double, _ milliseconds: Int64) -> Double
    ) {
        let times = samples.timestamps.span
        let column = samples.values.span
        var result = values.mutableSpan
        windows.slide(over: samples) { step, low, high in
            guard high &- low >= 2, times[high &- 1] != times[high &- 2] else { return result[step] = .absent }
            result[step] = difference(
                column[high &- 2],
                column[high &- 1],
                times[high &- 1] &- times[high &- 2]
            )
        }
    }
}
