internal import Chunks
internal import PrometheusModel

/// The chunks of native histograms that are being written, of the series whose newest samples are histograms.
///
/// Most series have none: those cost nothing here. Full chunks are kept with those of floats.
struct HistogramTable {
    private var positions: [UInt32: Int] = [:]
    private var entries: [HistogramSeries] = []
    private var free: [Int] = []
    /// Whether start timestamps are stored with histograms.
    var storesStarts = false

    init() {}

    /// The number of series that have histograms.
    var seriesCount: Int { positions.count }

    /// The number of buckets of the newest histograms of all series.
    var bucketCount: Int { entries.reduce(0) { $0 + ($1.open?.bucketCount ?? 0) } }

    /// The bytes kept for histograms, about.
    var byteCount: Int {
        entries.reduce(positions.capacity * 16) { sum, entry in
            sum + (entry.open.map { $0.byteCount + $0.bucketCount * 32 + 512 } ?? 0)
        }
    }

    /// The open chunk of a series.
    subscript(series: Int) -> HistogramChunkBuilder? {
        positions[UInt32(truncatingIfNeeded: series)].flatMap { entries[$0].open }
    }

    /// Appends a histogram that is newer than all samples of its series.
    /// - Returns: Whether a chunk was begun, and the one that ended with that.
    mutating func append(
        _ series: Int,
        _ sample: TimedHistogram,
        chunkRange: Int64
    ) -> (isBegun: Bool, finished: EncodedChunk?) {
        let key = UInt32(truncatingIfNeeded: series)
        let position: Int
        if let known = positions[key] {
            position = known
        } else if let reused = free.popLast() {
            position = reused
        } else {
            position = entries.count
            entries.append(HistogramSeries())
        }
        positions[key] = position
        return entries[position].append(sample, chunkRange: chunkRange, storesStarts: storesStarts)
    }

    /// The newest histogram of a series.
    func last(of series: Int) -> NativeHistogram? { self[series]?.lastHistogram }

    /// Takes the open chunk of a series out.
    mutating func take(_ series: Int) -> EncodedChunk? {
        guard let position = positions.removeValue(forKey: UInt32(truncatingIfNeeded: series)) else { return nil }
        defer {
            entries[position] = HistogramSeries()
            free.append(position)
        }
        return entries[position].takeOpen()
    }
}
