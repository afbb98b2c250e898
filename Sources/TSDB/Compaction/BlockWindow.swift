/// The aligned spans of time that blocks fill.
enum BlockWindow {
    /// The beginning of the window of length `range` that `time` lies in.
    static func start(of time: Int64, _ range: Int64) -> Int64 {
        let remainder = time % range
        let start = time.subtractingReportingOverflow(remainder < 0 ? remainder + range : remainder)
        return start.overflow ? .min : start.partialValue
    }

    /// The end of the block that is cut from a head whose oldest sample is of `time`: division truncates toward zero.
    static func headEnd(_ time: Int64, _ range: Int64) -> Int64 {
        (time / range * range).addingClamped(range)
    }
}

extension Int64 {
    /// The sum, or the end of the number range that it passes.
    func addingClamped(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other < 0 ? .min : .max) : sum
    }

    /// The difference, or the end of the number range that it passes.
    func subtractingClamped(_ other: Int64) -> Int64 {
        let (difference, overflow) = subtractingReportingOverflow(other)
        return overflow ? (other > 0 ? .min : .max) : difference
    }
}
