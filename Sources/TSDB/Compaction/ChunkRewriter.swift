internal import Chunks
internal import PrometheusBytes
internal import PrometheusModel

/// Decodes chunks of one series, merges their samples and encodes them again.
struct ChunkRewriter {
    /// A sample, in the order of time once they are merged.
    private struct Row {
        var timestamp: Int64
        var startTimestamp: Int64
        var value: Double
        /// Where the sample comes from; of samples of the same time the lowest is kept.
        var source: Int32
        /// The position of a sample that is a histogram, −1 for a float.
        var histogram: Int32
    }

    /// How floats are encoded where no chunk has start timestamps.
    private let floatEncoding: ChunkEncoding
    private var rows: [Row] = []
    private var histograms: [TimedHistogram] = []
    private var decoded = SampleColumns()
    private var isOrdered = true
    private var hasStarts = false

    init(floatEncoding: ChunkEncoding) { self.floatEncoding = floatEncoding }

    /// Forgets all samples and keeps the storage.
    mutating func removeAll() {
        rows.removeAll(keepingCapacity: true)
        histograms.removeAll(keepingCapacity: true)
        isOrdered = true
        hasStarts = false
    }

    /// Adds the samples of a chunk that lie in `window` and in none of the intervals of `deleted`.
    mutating func add(
        _ chunks: EncodedChunks,
        at index: Int,
        source: Int,
        window: ClosedRange<Int64>,
        deleted: [ClosedRange<Int64>]
    ) throws(ChunkError) {
        let encoding = chunks.encodings[index]
        let payload = ChunkPayload(encoding, chunks.payload(at: index))
        let count = rows.count
        switch encoding {
        case .xor, .xor2, .decimal:
            decoded.removeAll()
            try payload.decode(window: window, into: &decoded)
            addFloats(Int32(truncatingIfNeeded: source))
        case .histogram, .floatHistogram, .startedHistogram, .startedFloatHistogram:
            let first = histograms.count
            try payload.decodeHistograms(window: window, into: &histograms)
            addHistograms(first, Int32(truncatingIfNeeded: source))
        }
        if encoding == .xor2 || encoding == .startedHistogram || encoding == .startedFloatHistogram { hasStarts = true }
        if !deleted.isEmpty {
            let kept = rows[count...].filter { row in !deleted.contains { $0.contains(row.timestamp) } }
            rows.replaceSubrange(count..., with: kept)
        }
        if count > 0, count < rows.count, rows[count].timestamp <= rows[count - 1].timestamp { isOrdered = false }
    }

    /// Appends chunks with all samples to `output`.
    mutating func write(into output: inout EncodedChunks) {
        if !isOrdered { rows.sort { ($0.timestamp, $0.source) < ($1.timestamp, $1.source) } }
        var chunker = SeriesChunker(
            floatEncoding: hasStarts ? .xor2 : floatEncoding,
            storesHistogramStarts: hasStarts
        )
        var previous: Row?
        for row in rows where row.timestamp != previous?.timestamp {
            if row.histogram < 0 {
                chunker.append(row.timestamp, row.value, startTimestamp: row.startTimestamp)
            } else {
                var sample = histograms[Int(row.histogram)]
                // What it says of the one before it holds for the one before it in its own chunk.
                if let previous, previous.source != row.source { sample.forgetPrevious() }
                chunker.append(sample)
            }
            previous = row
        }
        for chunk in chunker.finish() {
            output.append(
                minTime: chunk.minTime,
                maxTime: chunk.maxTime,
                encoding: chunk.encoding,
                payload: chunk.bytes.rawSpan
            )
        }
    }

    private mutating func addFloats(_ source: Int32) {
        for index in 0..<decoded.count {
            rows.append(
                Row(
                    timestamp: decoded.timestamps[index],
                    startTimestamp: decoded.startTimestamps.isEmpty ? 0 : decoded.startTimestamps[index],
                    value: decoded.values[index],
                    source: source,
                    histogram: -1
                )
            )
        }
    }

    private mutating func addHistograms(_ first: Int, _ source: Int32) {
        for index in first..<histograms.count {
            rows.append(
                Row(
                    timestamp: histograms[index].timestamp,
                    startTimestamp: histograms[index].startTimestamp,
                    value: 0,
                    source: source,
                    histogram: Int32(truncatingIfNeeded: index)
                )
            )
        }
    }
}
