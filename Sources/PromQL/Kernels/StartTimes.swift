/// What the start of a counter says about two samples of it that follow each other (times in milliseconds, 0 if unknown).
struct StartTimes {
    let previousStart: Int64
    let previousTime: Int64
    let start: Int64
    let time: Int64

    /// Whether the counter began anew after the earlier sample.
    var isReset: Bool {
        if start == 0 || start >= time || start < previousTime { return false }
        if start > previousTime { return true }
        // One that starts where the earlier sample lies: the earlier one must know its own start for that to be a reset.
        if previousStart > previousTime { return false }
        return previousStart != 0 && previousStart != previousTime
    }

    /// Whether the counter is said to have begun before the earlier sample, which knows another start.
    var isOverlap: Bool { start != 0 && start < previousTime && start != previousStart }
}
