import PrometheusModel
import Storage

/// Puts the samples of a series onto the steps of a query: at each step the newest sample that is not too old.
///
/// Stale markers need no care: their bits are those of an absent value.
enum Resampling {
    /// Resamples values; `windows` are the lookback windows of the steps.
    ///
    /// - Returns: how many steps have a value.
    static func values(_ samples: borrowing SampleColumns, _ windows: WindowGrid, _ values: inout [Double]) -> Int {
        apply(samples, windows, &values) { _, value in value }
    }

    /// As `values`, with the samples' times in seconds in place of their values.
    static func times(_ samples: borrowing SampleColumns, _ windows: WindowGrid, _ values: inout [Double]) -> Int {
        apply(samples, windows, &values) { time, value in value.isAbsent ? .absent : Double(time) / 1000 }
    }

    @inline(__always)
    private static func apply(
        _ samples: borrowing SampleColumns,
        _ windows: WindowGrid,
        _ values: inout [Double],
        _ pick: (_ time: Int64, _ value: Double) -> Double
    ) -> Int {
        precondition(values.count == windows.count, "a row has one value a step")
        let times = samples.timestamps.span
        let column = samples.values.span
        var result = values.mutableSpan
        var next = 0
        var end = windows.firstEnd
        var count = 0
        for step in 0..<windows.count {
            while next < times.count, times[next] <= end { next &+= 1 }
            var value = Double.absent
            if next > 0, times[next &- 1] > end &- windows.range {
                value = pick(times[next &- 1], column[next &- 1])
                count &+= value.isAbsent ? 0 : 1
            }
            result[step] = value
            end &+= windows.step
        }
        return count
    }
}
