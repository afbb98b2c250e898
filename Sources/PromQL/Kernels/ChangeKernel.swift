import PrometheusModel
import Storage

/// `changes` and `resets`: how many pairs of neighbours in a window differ, or fall.
enum ChangeKernel {
    /// For each sample, how many changes there are from the column's start up to it.
    static func changeCounts(_ column: borrowing Span<Double>) -> [Int32] {
        counts(column) { $1 != $0 && !($1.isNaN && $0.isNaN) }
    }

    /// For each sample, how many resets there are from the column's start up to it.
    static func resetCounts(_ column: borrowing Span<Double>) -> [Int32] { counts(column) { $1 < $0 } }

    static func changes(_ samples: borrowing SampleColumns, _ windows: WindowGrid, _ values: inout [Double]) {
        write(changeCounts(samples.values.span), samples, windows, &values)
    }

    static func resets(_ samples: borrowing SampleColumns, _ windows: WindowGrid, _ values: inout [Double]) {
        write(resetCounts(samples.values.span), samples, windows, &values)
    }

    @inline(__always)
    private static func counts(
        _ column: borrowing Span<Double>,
        _ isEvent: (_ previous: Double, _ next: Double) -> Bool
    ) -> [Int32] {
        var events = [Int32](repeating: 0, count: column.count)
        if column.count > 1 {
            for i in 1..<column.count { events[i] = events[i - 1] &+ (isEvent(column[i - 1], column[i]) ? 1 : 0) }
        }
        return events
    }

    /// Counts events from the column's start, so that a window is a difference of two counts.
    static func write(
        _ events: [Int32],
        _ samples: borrowing SampleColumns,
        _ windows: WindowGrid,
        _ values: inout [Double]
    ) {
        var result = values.mutableSpan
        windows.slide(over: samples) { step, low, high in
            result[step] = low == high ? .absent : Double(events[high &- 1] &- events[low])
        }
    }
}
