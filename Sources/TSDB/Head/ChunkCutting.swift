/// When a chunk ends, by upstream's rules (tsdb-behaviour.md, section 4).
enum ChunkCutting {
    /// A chunk with more bytes takes no more samples: 1024 less the most that a sample takes.
    static let maxBytes = 1005
    /// The samples that a chunk is to have unless it is said otherwise.
    static let defaultSamples = 120
    /// With more samples a chunk may outgrow the number that counts them, or what a state has room for.
    private static let mostSamples = Int(UInt8.max)

    /// A chunk with so many samples takes no more, whatever was predicted: twice as many as it is to have.
    static func maxSamples(target: Int) -> UInt8 { UInt8(min(target * 2, mostSamples)) }

    /// With so many samples, a quarter of those that it is to have, the end of a chunk is predicted.
    static func predictionSamples(target: Int) -> UInt8 { UInt8(min(target / 4, mostSamples)) }

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
