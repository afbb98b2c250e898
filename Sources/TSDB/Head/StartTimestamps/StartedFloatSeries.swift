internal import Chunks

/// The chunk of floats with start timestamps that is being written for one series.
struct StartedFloatSeries {
    private(set) var open: XOR2ChunkBuilder?
    /// The time from which on the open chunk takes no sample.
    private var cutTime = Int64.max

    init() {}

    /// Begins a chunk with a sample.
    mutating func begin(_ timestamp: Int64, _ value: Double, _ start: Int64, end: Int64) {
        var builder = XOR2ChunkBuilder()
        builder.append(timestamp, value, startTimestamp: start)
        open = builder
        cutTime = end
    }

    /// Appends a sample that is newer than those of the open chunk; `false` if the chunk takes no more.
    mutating func append(
        _ timestamp: Int64,
        _ value: Double,
        _ start: Int64,
        predictionSamples: Int,
        maxSamples: Int
    ) -> Bool {
        guard let count = open?.sampleCount else { return false }
        if count == predictionSamples { predictEnd() }
        guard timestamp < cutTime, count < maxSamples, (open?.byteCount ?? 0) <= ChunkCutting.maxBytes else {
            return false
        }
        open?.append(timestamp, value, startTimestamp: start)
        return true
    }

    private mutating func predictEnd() {
        guard let open else { return }
        cutTime = ChunkCutting.predictedEnd(
            start: open.firstTimestamp,
            current: open.lastTimestamp,
            end: cutTime,
            ratio: ChunkCutting.predictionRatio
        )
    }
}
