internal import Chunks
internal import PrometheusModel

/// The native histograms of one series in memory: full chunks, oldest first, and the one being written.
struct HistogramSeries {
    /// The size that a chunk is to have, and the one that ends it in any case.
    private static let targetBytes = 1024
    private static let maxBytes = 2048
    /// A chunk ends with fewer samples only at the end of its range of time.
    private static let minSamples = 10

    private(set) var finished: [EncodedChunk] = []
    private(set) var open: HistogramChunkBuilder?
    /// The time from which on the open chunk takes no sample.
    private var cutTime = Int64.max
    /// The end of the range of time that the open chunk began in.
    private var rangeEnd = Int64.max
    private var isPredicted = false

    init() {}

    var isEmpty: Bool { open == nil && finished.isEmpty }

    /// The number of chunks.
    var chunkCount: Int { finished.count + (open == nil ? 0 : 1) }

    /// The time of the oldest sample.
    var oldestTime: Int64? { finished.first?.minTime ?? open?.firstTimestamp }

    /// The time of the newest histogram.
    var newestTime: Int64? { open?.lastTimestamp ?? finished.last?.maxTime }

    /// Appends a histogram that is newer than all samples of the series.
    /// - Returns: Whether a chunk was begun.
    mutating func append(_ sample: TimedHistogram, chunkRange: Int64, storesStarts: Bool) -> Bool {
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
                guard case .refused(let needed) = outcome else { return false }
                flag = needed
            }
        }
        close()
        var builder = HistogramChunkBuilder(encoding, flag)
        _ = builder.append(sample.timestamp, sample.histogram, startTimestamp: sample.startTimestamp)
        open = builder
        rangeEnd = ChunkCutting.rangeEnd(of: sample.timestamp, chunkRange)
        cutTime = rangeEnd
        isPredicted = false
        return true
    }

    /// Ends the open chunk: the next histogram begins another one.
    mutating func close() {
        guard let open, open.sampleCount > 0 else { return }
        finished.append(open.encoded)
        self.open = nil
    }

    /// Drops the chunks that end before `mint` and returns how many those were.
    mutating func truncate(before mint: Int64) -> Int {
        let before = chunkCount
        finished.removeAll { $0.maxTime < mint }
        if let open, open.lastTimestamp < mint { self.open = nil }
        return before - chunkCount
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
