internal import Chunks
internal import PrometheusModel

/// The chunk of native histograms that is being written for one series.
struct HistogramSeries {
    /// The size that a chunk is to have, and the one that ends it in any case.
    private static let targetBytes = 1024
    private static let maxBytes = 2048
    /// A chunk ends with fewer samples only at the end of its range of time.
    private static let minSamples = 10
    /// The longest time that a chunk may take, less than what the table of full chunks can say.
    private static let maxSpan = Int64(UInt32.max) - 1

    private(set) var open: HistogramChunkBuilder?
    /// The time from which on the open chunk takes no sample.
    private var cutTime = Int64.max
    /// The end of the range of time that the open chunk began in.
    private var rangeEnd = Int64.max
    private var isPredicted = false

    init() {}

    /// Appends a histogram that is newer than all samples of the series.
    /// - Returns: Whether a chunk was begun, and the one that ended with that.
    mutating func append(
        _ sample: TimedHistogram,
        chunkRange: Int64,
        storesStarts: Bool
    ) -> (isBegun: Bool, finished: EncodedChunk?) {
        let encoding = ChunkEncoding.encoding(of: sample.histogram, startTimestamps: storesStarts)
        var flag = HistogramChunkBuilder.flag(before: sample.histogram, after: nil)
        if var builder = open, builder.encoding == encoding {
            if mustCut(builder, sample.timestamp) {
                flag = HistogramChunkBuilder.flag(before: sample.histogram, after: builder)
            } else {
                // Out of `self`, so that the chunk's bytes are not copied.
                open = nil
                let outcome = builder.append(
                    sample.timestamp,
                    sample.histogram,
                    startTimestamp: sample.startTimestamp
                )
                open = builder
                guard case .refused(let needed) = outcome else { return (false, nil) }
                flag = needed
            }
        }
        let finished = takeOpen()
        var builder = HistogramChunkBuilder(encoding, flag)
        _ = builder.append(sample.timestamp, sample.histogram, startTimestamp: sample.startTimestamp)
        open = builder
        let (longest, overflow) = sample.timestamp.addingReportingOverflow(Self.maxSpan)
        rangeEnd = min(ChunkCutting.rangeEnd(of: sample.timestamp, chunkRange), overflow ? .max : longest)
        cutTime = rangeEnd
        isPredicted = false
        return (true, finished)
    }

    /// Ends the open chunk and returns it.
    mutating func takeOpen() -> EncodedChunk? {
        defer { open = nil }
        guard let open, open.sampleCount > 0 else { return nil }
        return open.encoded
    }

    /// Whether the open chunk takes no sample of `timestamp`, by upstream's rules (tsdb-behaviour.md, section 4).
    private mutating func mustCut(_ builder: HistogramChunkBuilder, _ timestamp: Int64) -> Bool {
        if !isPredicted, builder.byteCount >= Self.targetBytes / 4 {
            isPredicted = true
            cutTime = ChunkCutting.predictedEnd(
                start: builder.firstTimestamp,
                current: builder.lastTimestamp,
                end: cutTime,
                ratio: Double(Self.targetBytes) / Double(builder.byteCount)
            )
        }
        guard timestamp >= cutTime || builder.byteCount >= Self.maxBytes else { return false }
        return builder.sampleCount >= Self.minSamples || timestamp >= rangeEnd
    }
}
