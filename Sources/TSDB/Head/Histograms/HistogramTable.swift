internal import Chunks
internal import PrometheusModel

/// The native histograms of all series that have some, beside the floats.
///
/// Most series have none: those cost nothing here.
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
            let openBytes = entry.open.map { $0.byteCount + $0.bucketCount * 32 + 512 } ?? 0
            return sum + entry.finished.reduce(openBytes) { $0 + $1.bytes.count + 64 }
        }
    }

    /// The histograms of a series.
    subscript(series: Int) -> HistogramSeries? { positions[UInt32(truncatingIfNeeded: series)].map { entries[$0] } }

    /// Appends a histogram that is newer than all samples of its series.
    /// - Returns: Whether a chunk was begun.
    mutating func append(_ series: Int, _ sample: TimedHistogram, chunkRange: Int64) -> Bool {
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
    func last(of series: Int) -> NativeHistogram? {
        guard let position = positions[UInt32(truncatingIfNeeded: series)] else { return nil }
        return entries[position].open?.lastHistogram
    }

    /// Ends the open chunk of a series, because floats follow.
    mutating func close(_ series: Int) {
        if let position = positions[UInt32(truncatingIfNeeded: series)] { entries[position].close() }
    }

    /// Drops the chunks of a series that end before `mint` and returns how many those were; the series itself if nothing
    /// is left.
    mutating func truncate(_ series: Int, before mint: Int64) -> Int {
        let key = UInt32(truncatingIfNeeded: series)
        guard let position = positions[key] else { return 0 }
        let dropped = entries[position].truncate(before: mint)
        if entries[position].isEmpty {
            entries[position] = HistogramSeries()
            free.append(position)
            positions[key] = nil
        }
        return dropped
    }
}
