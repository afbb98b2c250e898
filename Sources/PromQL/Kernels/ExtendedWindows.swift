/// The windows of an `anchored` or `smoothed` selector: they reach back to the sample before their start and, if they are
/// smoothed, ahead to the one after their end, as far as the lookback delta.
struct ExtendedWindows: Sendable {
    let windows: WindowGrid
    let isSmoothed: Bool
    let lookback: Int64

    /// The samples that one window takes its value from.
    struct Bounds {
        /// The last sample at or before the window's start, or the first one after it.
        let first: Int
        /// The last sample at or before the window's end; if smoothed, the first one at or after it, where there is one.
        let last: Int
        let start: Int64
        let end: Int64
    }

    /// Calls `body` for each window, with `nil` where no sample lies after the window's start.
    @inline(__always)
    func slide(over times: borrowing Span<Int64>, _ body: (_ step: Int, _ bounds: Bounds?) -> Void) {
        // Of samples: the first that is not too old, the first after the start, the first at the end or after it, and
        // the first out of reach.
        var (floor, inside, atEnd, high) = (0, 0, 0, 0)
        for step in 0..<windows.count {
            let end = windows.end(step)
            let start = end &- windows.range
            let reach = isSmoothed ? end &+ lookback : end
            while high < times.count, times[high] <= reach { high &+= 1 }
            while floor < high, times[floor] <= start &- lookback { floor &+= 1 }
            while inside < high, times[inside] <= start { inside &+= 1 }
            var last = high &- 1
            if isSmoothed {
                while atEnd < high, times[atEnd] < end { atEnd &+= 1 }
                last = min(atEnd, last)
            }
            guard floor < high, times[last] > start else {
                body(step, nil)
                continue
            }
            body(step, Bounds(first: max(floor, inside &- 1), last: last, start: start, end: end))
        }
    }
}
