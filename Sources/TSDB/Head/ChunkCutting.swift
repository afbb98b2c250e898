/// When a chunk ends, by upstream's rules (tsdb-behaviour.md, section 4).
enum ChunkCutting {
    /// A chunk with more bytes takes no more samples: 1024 less the most that a sample takes.
    static let maxBytes = 1005
    /// A chunk with so many samples takes no more, whatever was predicted: twice the target of 120.
    static let maxSamples = 240
    /// At a quarter of the target the end of the chunk is predicted.
    static let predictionSamples = 30
    /// What a chunk of floats will hold when it is full, in terms of what it holds when its end is predicted.
    static let predictionRatio = 4.0

    /// The end of the range of `chunkRange` milliseconds that `time` lies in; division truncates as upstream's does.
    static func rangeEnd(of time: Int64, _ chunkRange: Int64) -> Int64 {
        let (end, overflow) = (time / chunkRange * chunkRange).addingReportingOverflow(chunkRange)
        return overflow ? .max : end
    }

    /// Where a chunk ends so that those up to `end` hold equally much.
    ///
    /// `start` and `current` are the times of its first and of its latest sample; when it is full it will hold `ratio`
    /// times what it holds now.
    static func predictedEnd(start: Int64, current: Int64, end: Int64, ratio: Double) -> Int64 {
        let count = Double(end &- start) / (Double(current &- start &+ 1) * ratio)
        guard count > 1 else { return end }
        return Int64(Double(start) + Double(end &- start) / count.rounded(.down))
    }
}
