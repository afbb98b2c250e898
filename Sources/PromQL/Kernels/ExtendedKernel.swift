import PrometheusModel

/// `rate`, `increase`, `delta`, `changes` and `resets` over `anchored` and `smoothed` selectors: no extrapolation, the
/// values at the window's ends are samples or lie between two.
enum ExtendedKernel {
    /// What is wanted of the difference over a window.
    struct Difference {
        let isCounter: Bool
        let isRate: Bool
    }

    /// The functions that take an anchored selector.
    static let anchoredFunctions = ["changes", "delta", "increase", "rate", "resets"]
    /// The functions that take a smoothed selector.
    static let smoothedFunctions = ["delta", "increase", "rate"]

    static func difference(
        _ samples: borrowing SampleColumns,
        _ windows: ExtendedWindows,
        _ wanted: Difference,
        _ values: inout [Double]
    ) {
        let times = samples.timestamps.span
        let column = samples.values.span
        let seconds = Double(windows.windows.range) / 1000
        var result = values.mutableSpan
        windows.slide(over: times) { step, bounds in
            // A smoothed window is empty too if all it could see lies behind its end.
            guard let bounds, times[bounds.first] <= bounds.end else { return result[step] = .absent }
            let left = left(times, column, bounds, windows.isSmoothed, isCounter: wanted.isCounter)
            let right = right(times, column, bounds, windows.isSmoothed, isCounter: wanted.isCounter)
            var difference = right - left
            if wanted.isCounter { difference += correction(times, column, bounds, left, right) }
            result[step] = wanted.isRate ? difference / seconds : difference
        }
    }

    /// How many pairs of neighbours from the anchor on are events; `counts[i]` says how many there are up to sample `i`.
    static func events(
        _ counts: borrowing Span<Int32>,
        _ samples: borrowing SampleColumns,
        _ windows: ExtendedWindows,
        _ values: inout [Double]
    ) {
        var result = values.mutableSpan
        windows.slide(over: samples.timestamps.span) { step, bounds in
            result[step] = bounds.map { Double(counts[$0.last] &- counts[$0.first]) } ?? .absent
        }
    }

    /// The value at the window's start.
    @inline(__always)
    static func left(
        _ times: borrowing Span<Int64>,
        _ column: borrowing Span<Double>,
        _ bounds: ExtendedWindows.Bounds,
        _ isSmoothed: Bool,
        isCounter: Bool
    ) -> Double {
        guard isSmoothed, times[bounds.first] < bounds.start else { return column[bounds.first] }
        return between(times, column, bounds.first, at: bounds.start, isCounter: isCounter)
    }

    /// The value at the window's end.
    @inline(__always)
    static func right(
        _ times: borrowing Span<Int64>,
        _ column: borrowing Span<Double>,
        _ bounds: ExtendedWindows.Bounds,
        _ isSmoothed: Bool,
        isCounter: Bool
    ) -> Double {
        guard isSmoothed, bounds.last > bounds.first, times[bounds.last] > bounds.end else {
            return column[bounds.last]
        }
        return between(times, column, bounds.last &- 1, at: bounds.end, isCounter: isCounter)
    }

    /// The value at `time` on the line from sample `index` to the next; a counter that was reset between them starts at
    /// zero.
    static func between(
        _ times: borrowing Span<Int64>,
        _ column: borrowing Span<Double>,
        _ index: Int,
        at time: Int64,
        isCounter: Bool
    ) -> Double {
        let (earlier, later) = (column[index], column[index &+ 1])
        let start = isCounter && later < earlier ? 0 : earlier
        let share = Double(time &- times[index]) / Double(times[index &+ 1] &- times[index])
        return start + (later - start) * share
    }

    /// What resets inside the window took from a counter.
    private static func correction(
        _ times: borrowing Span<Int64>,
        _ column: borrowing Span<Double>,
        _ bounds: ExtendedWindows.Bounds,
        _ left: Double,
        _ right: Double
    ) -> Double {
        var correction = 0.0
        var previous = left
        for i in bounds.first...bounds.last where times[i] > bounds.start && times[i] < bounds.end {
            if column[i] < previous { correction += previous }
            previous = column[i]
        }
        if right < previous { correction += previous }
        return correction
    }
}
