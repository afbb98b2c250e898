/// The times at which a query is evaluated: `start`, `start + step`, …, `count` of them, in milliseconds.
package struct StepGrid: Sendable, Hashable {
    package let start: Int64
    package let step: Int64
    package let count: Int

    /// All steps from `start` to `end`, both included where they fall on a step.
    package init(start: Int64, end: Int64, step: Int64) {
        self.start = start
        self.step = max(1, step)
        count = end < start ? 0 : Int((end - start) / max(1, step)) + 1
    }

    /// One step.
    package init(at time: Int64) {
        start = time
        step = 1
        count = 1
    }

    /// The time of the last step.
    package var last: Int64 { start + Int64(max(0, count - 1)) * step }

    package subscript(index: Int) -> Int64 { start &+ Int64(index) &* step }
}
