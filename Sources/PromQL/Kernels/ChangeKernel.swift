import PrometheusModel
import Storage

/// `changes` and `resets`: how many pairs of neighbours in a window differ, or fall.
enum ChangeKernel {
    static func changes(_ samples: borrowing SampleColumns, _ windows: WindowGrid, _ values: inout [Double]) {
        count(samples, windows, &values) { $1 != $0 && !($1.isNaN && $0.isNaN) }
    }

    static func resets(_ samples: borrowing SampleColumns, _ windows: WindowGrid, _ values: inout [Double]) {
        count(samples, windows, &values) { $1 < $0 }
    }

    /// Counts events from the column's start, so that a window is a difference of two counts.
    @inline(__always)
    private static func count(
        _ samples: borrowing SampleColumns,
        _ windows: WindowGrid,
        _ values: inout [Double],
        _ isEvent: (_ previous: Double, _ next: Double) -> Bool
    ) {
        let column = samples.values.span
        var events = [Int32](repeating: 0, count: column.count)
        if column.count > 1 {
            for i in 1..<column.count { events[i] = events[i - 1] &+ (isEvent(column[i - 1], column[i]) ? 1 : 0) }
        }
        var result = values.mutableSpan
        windows.slide(over: samples.timestamps.span) { step, low, high in
            result[step] = low == high ? .absent : Double(events[high &- 1] &- events[low])
        }
    }
}
