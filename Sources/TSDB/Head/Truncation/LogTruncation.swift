/// What shortening the log remembers.
struct LogTruncation {
    /// The log was shortened for a cut at this time; nothing is done for an older one.
    var lastTime = Int64.min
    var statistics = LogTruncationStatistics()
    /// How long each attempt took, until somebody asks.
    var durations: [Duration] = []

    init() {}
}
