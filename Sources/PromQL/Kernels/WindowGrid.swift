import PrometheusModel

/// The windows of a range selector at the steps of a query: left-open, right-closed, all of one length.
struct WindowGrid: Sendable {
    /// The end of the first window.
    let firstEnd: Int64
    let step: Int64
    let count: Int
    let range: Int64
    /// Where positions are remembered from series to series; `nil` to find them anew.
    var positions: WindowPositions?

    init(firstEnd: Int64, step: Int64, count: Int, range: Int64) {
        self.firstEnd = firstEnd
        self.step = step
        self.count = count
        self.range = range
    }

    /// Where the first window starts (exclusive).
    var start: Int64 { firstEnd - range }
    /// Where the last window ends (inclusive).
    var end: Int64 { firstEnd + Int64(max(0, count - 1)) * step }

    @inline(__always)
    func end(_ index: Int) -> Int64 { firstEnd &+ Int64(index) &* step }

    /// Whether most samples of a window are in the next one too.
    var overlapWidely: Bool { count > 1 && step < range / 4 }

    /// The same windows, with positions that are remembered.
    func remembering(_ positions: WindowPositions) -> WindowGrid {
        var result = self
        result.positions = positions
        return result
    }

    /// The same windows, without positions.
    var alone: WindowGrid {
        var result = self
        result.positions = nil
        return result
    }

    /// Whether both are the same windows.
    func isSame(as other: WindowGrid) -> Bool {
        firstEnd == other.firstEnd && step == other.step && count == other.count && range == other.range
    }

    /// Finds the samples of all windows; the first `even` times are known to be evenly spaced.
    @inline(__always)
    func located(_ times: borrowing Span<Int64>, even: Int = 0) -> WindowPositions {
        let positions = positions ?? WindowPositions()
        positions.locate(times, even: even, self)
        return positions
    }

    /// Calls `body` for each window with the samples in it, `low..<high`; both bounds only ever grow.
    @inline(__always)
    func slide(over samples: borrowing SampleColumns, _ body: (_ step: Int, _ low: Int, _ high: Int) -> Void) {
        slide(over: samples.timestamps.span, even: samples.known.even, body)
    }

    /// Calls `body` for each window with the samples in it, `low..<high`; both bounds only ever grow.
    @inline(__always)
    func slide(
        over times: borrowing Span<Int64>,
        even: Int = 0,
        _ body: (_ step: Int, _ low: Int, _ high: Int) -> Void
    ) {
        let positions = located(times, even: even)
        let (lowColumn, highColumn) = (positions.lows, positions.highs)
        let (lows, highs) = (lowColumn.span, highColumn.span)
        for index in 0..<lows.count { body(index, Int(lows[index]), Int(highs[index])) }
    }
}
