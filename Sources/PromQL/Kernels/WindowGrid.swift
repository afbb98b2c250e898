/// The windows of a range selector at the steps of a query: left-open, right-closed, all of one length.
struct WindowGrid: Sendable {
    /// The end of the first window.
    let firstEnd: Int64
    let step: Int64
    let count: Int
    let range: Int64

    /// Where the first window starts (exclusive).
    var start: Int64 { firstEnd - range }
    /// Where the last window ends (inclusive).
    var end: Int64 { firstEnd + Int64(max(0, count - 1)) * step }

    @inline(__always)
    func end(_ index: Int) -> Int64 { firstEnd &+ Int64(index) &* step }

    /// Calls `body` for each window with the samples in it, `low..<high`; both bounds only ever grow.
    @inline(__always)
    func slide(over times: borrowing Span<Int64>, _ body: (_ step: Int, _ low: Int, _ high: Int) -> Void) {
        var low = 0
        var high = 0
        var end = firstEnd
        for index in 0..<count {
            while high < times.count, times[high] <= end { high &+= 1 }
            let start = end &- range
            while low < high, times[low] <= start { low &+= 1 }
            body(index, low, high)
            end &+= step
        }
    }
}
