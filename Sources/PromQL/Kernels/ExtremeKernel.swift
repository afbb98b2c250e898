import PrometheusModel
import Storage

/// `max_over_time`, `min_over_time` and the times of those extremes, in amortised constant time a step.
enum ExtremeKernel {
    static func maximum(_ samples: borrowing SampleColumns, _ windows: WindowGrid, _ values: inout [Double]) {
        apply(samples, windows, &values, returnsTime: false) { $0 >= $1 }
    }

    static func minimum(_ samples: borrowing SampleColumns, _ windows: WindowGrid, _ values: inout [Double]) {
        apply(samples, windows, &values, returnsTime: false) { $0 <= $1 }
    }

    static func maximumTime(_ samples: borrowing SampleColumns, _ windows: WindowGrid, _ values: inout [Double]) {
        apply(samples, windows, &values, returnsTime: true) { $0 >= $1 }
    }

    static func minimumTime(_ samples: borrowing SampleColumns, _ windows: WindowGrid, _ values: inout [Double]) {
        apply(samples, windows, &values, returnsTime: true) { $0 <= $1 }
    }

    /// Keeps the positions that may still become the extreme of a window; the first of them is it now.
    ///
    /// A NaN gives way to everything, so it is the extreme only if there is nothing else.
    @inline(__always)
    private static func apply(
        _ samples: borrowing SampleColumns,
        _ windows: WindowGrid,
        _ values: inout [Double],
        returnsTime: Bool,
        _ replaces: (_ newer: Double, _ older: Double) -> Bool
    ) {
        let times = samples.timestamps.span
        let column = samples.values.span
        var candidates = [Int](repeating: 0, count: column.count)
        var head = 0
        var tail = 0
        var seen = 0
        var result = values.mutableSpan
        windows.slide(over: samples) { step, low, high in
            while seen < high {
                let value = column[seen]
                while tail > head, replaces(value, column[candidates[tail &- 1]]) || column[candidates[tail &- 1]].isNaN
                {
                    tail &-= 1
                }
                candidates[tail] = seen
                tail &+= 1
                seen &+= 1
            }
            while head < tail, candidates[head] < low { head &+= 1 }
            guard low < high else { return result[step] = .absent }
            result[step] = returnsTime ? Double(times[candidates[head]]) / 1000 : column[candidates[head]]
        }
    }
}
