import PrometheusModel

/// `rate`, `increase`, `irate` and `resets` of counters whose samples say when they started: a start between two samples
/// is a reset, whatever the values say, and a start in the window is a sample of value zero.
enum StartedCounterKernel {
    static func increase(
        _ samples: borrowing SampleColumns,
        _ windows: WindowGrid,
        _ row: inout SeriesRow,
        isRate: Bool
    ) {
        let times = samples.timestamps.span
        let column = samples.values.span
        let starts = samples.startTimestamps.span
        let counts = resets(samples)
        let seconds = Double(windows.range) / 1000
        var result = [Double](repeating: .absent, count: windows.count)
        windows.slide(over: samples) { step, low, high in
            guard low < high else { return }
            let last = high &- 1
            let end = windows.end(step)
            let hasStart = starts[low] != 0 && starts[low] > end - windows.range && starts[low] < times[low]
            guard last > low || hasStart else { return }
            var difference = column[last] - column[low]
            if counts[last] > counts[low] {
                for i in (low &+ 1)...last where counts[i] > counts[i &- 1] { difference += column[i &- 1] }
            }
            var window = ExtrapolatedWindow(
                toStart: Double(times[low] &- (end &- windows.range)) / 1000,
                toEnd: Double(end &- times[last]) / 1000,
                span: Double(times[last] &- times[low]) / 1000,
                gaps: last &- low
            )
            if hasStart {
                window.toStart = 0
                window.span = Double(times[last] &- starts[low]) / 1000
                difference += column[low]
            } else {
                window.limitStart()
                if difference > 0, column[low] >= 0 { window.limitStart(toZero: column[low] / difference) }
            }
            window.limitEnd()
            result[step] = difference * (isRate ? window.factor / seconds : window.factor)
        }
        row.values = result
        row.startOverlaps = overlaps(samples, windows)
    }

    static func instantRate(_ samples: borrowing SampleColumns, _ windows: WindowGrid, _ row: inout SeriesRow) {
        let times = samples.timestamps.span
        let column = samples.values.span
        let counts = resets(samples)
        var result = [Double](repeating: .absent, count: windows.count)
        windows.slide(over: samples) { step, low, high in
            guard high &- low >= 2, times[high &- 1] != times[high &- 2] else { return }
            let last = high &- 1
            let change = counts[last] > counts[last &- 1] ? column[last] : column[last] - column[last &- 1]
            result[step] = change / (Double(times[last] &- times[last &- 1]) / 1000)
        }
        row.values = result
        row.startOverlaps = overlaps(samples, windows)
    }

    /// For each sample, how many resets there are from the column's start up to it.
    static func resets(_ samples: borrowing SampleColumns) -> [Int32] {
        count(samples) { values, starts in values.next < values.previous || starts.isReset }
    }

    /// In how many windows a sample says that its counter began before the sample before it.
    private static func overlaps(_ samples: borrowing SampleColumns, _ windows: WindowGrid) -> Int {
        let counts = count(samples) { _, starts in starts.isOverlap }
        guard counts.last ?? 0 > 0 else { return 0 }
        var result = 0
        windows.slide(over: samples) { _, low, high in
            if low < high, counts[high &- 1] > counts[low] { result &+= 1 }
        }
        return result
    }

    private static func count(
        _ samples: borrowing SampleColumns,
        _ isEvent: (_ values: (previous: Double, next: Double), _ starts: StartTimes) -> Bool
    ) -> [Int32] {
        let times = samples.timestamps.span
        let column = samples.values.span
        let starts = samples.startTimestamps.span
        var counts = [Int32](repeating: 0, count: column.count)
        guard column.count > 1 else { return counts }
        for i in 1..<column.count {
            let pair = StartTimes(
                previousStart: starts[i - 1],
                previousTime: times[i - 1],
                start: starts[i],
                time: times[i]
            )
            counts[i] = counts[i - 1] &+ (isEvent((column[i - 1], column[i]), pair) ? 1 : 0)
        }
        return counts
    }
}
