internal import Chunks

/// The samples of all series that came out of order, beside the others: a series without any costs nothing here.
struct LateTable {
    /// A full chunk that waits to be written to a file.
    struct Pending {
        var series: UInt32
        var number: UInt64
    }

    /// So many samples of a series are gathered before they become a chunk: `--storage.tsdb.out-of-order-cap-max`.
    var capacity = 32
    /// How far behind the newest sample of the head a sample may be, in milliseconds; 0 for not at all.
    var window: Int64 = 0
    private(set) var series: [UInt32: LateSeries] = [:]
    /// The oldest and the newest time, `nil` while there is nothing.
    private(set) var times: ClosedRange<Int64>?
    /// Full chunks that wait to be written, oldest first.
    private(set) var pending: [Pending] = []
    /// What of the batch being checked came out of order.
    var batch = LateBatch()
    /// Counts for metrics.
    var statistics = LateStatistics()
    /// The number of the next full chunk.
    private(set) var nextNumber: UInt64 = 1

    init() {}

    var isEmpty: Bool { series.isEmpty }

    /// The number of chunks, full or not.
    var chunkCount: Int { series.values.reduce(0) { $0 + $1.chunkCount } }

    /// The bytes kept, about.
    var byteCount: Int {
        series.values.reduce(series.capacity * 24) { sum, entry in
            entry.chunks.reduce(sum + entry.buffer.byteCount) { $0 + 64 + $1.payload.count }
        }
    }

    /// What there is of a series.
    subscript(id: Int) -> LateSeries? { series[UInt32(truncatingIfNeeded: id)] }

    /// Whether a series may have samples in `window`.
    func hasSamples(_ id: Int, in window: ClosedRange<Int64>) -> Bool { self[id]?.overlaps(window) ?? false }

    /// What became of a sample.
    struct Insertion {
        /// Whether it was kept: there was none of the same time yet.
        var isStored: Bool
        /// The chunks that had to be filled first.
        var filled: [UInt64] = []
        /// Whether it is the first of a new series of samples that fill no chunk yet.
        var isFirst = false
    }

    /// Keeps a sample; the ones before it become chunks when they are many enough.
    mutating func insert(_ id: Int, _ sample: LateSample, _ encoding: LateEncoding) -> Insertion {
        let key = UInt32(truncatingIfNeeded: id)
        var insertion = Insertion(isStored: false)
        if (series[key]?.buffer.count ?? 0) >= capacity { insertion.filled = fill(key, encoding) }
        let wasEmpty = series[key]?.isEmpty ?? true
        insertion.isStored = series[key, default: LateSeries()].buffer.insert(sample)
        insertion.isFirst = wasEmpty
        guard insertion.isStored else { return insertion }
        if insertion.isFirst || !insertion.filled.isEmpty { statistics.chunksCreated += 1 }
        extend(sample.timestamp...sample.timestamp)
        return insertion
    }

    /// Makes chunks of what fills none yet; returns their numbers.
    mutating func fill(_ key: UInt32, _ encoding: LateEncoding) -> [UInt64] {
        guard let buffer = series[key]?.buffer, !buffer.isEmpty else { return [] }
        series[key]?.buffer = LateBuffer()
        var numbers: [UInt64] = []
        for chunk in buffer.encoded(encoding) {
            series[key]?.chunks.append(LateChunk(chunk, number: nextNumber))
            pending.append(Pending(series: key, number: nextNumber))
            numbers.append(nextNumber)
            nextNumber += 1
        }
        return numbers
    }

    /// Makes chunks of everything; chunks that come later have the returned number or a higher one.
    mutating func fillAll(_ encoding: LateEncoding) -> UInt64 {
        for key in series.keys.sorted() { _ = fill(key, encoding) }
        return nextNumber
    }

    /// Forgets what fills no chunk yet: the log says that it is in chunks.
    mutating func dropBuffer(_ id: Int) {
        let key = UInt32(truncatingIfNeeded: id)
        series[key]?.buffer = LateBuffer()
        if series[key]?.isEmpty == true { series[key] = nil }
    }

    /// Adds chunks that were found in files, oldest first.
    mutating func adopt(_ id: Int, _ chunks: [SealedChunk]) {
        let key = UInt32(truncatingIfNeeded: id)
        for chunk in chunks {
            let late = LateChunk(chunk, number: nextNumber)
            nextNumber += 1
            series[key, default: LateSeries()].chunks.append(late)
            extend(late.times)
        }
    }

    /// The chunk with a number.
    func chunk(_ pending: Pending) -> LateChunk? {
        series[pending.series]?.chunks.first { $0.number == pending.number }
    }

    /// Notes that the first of the waiting chunks have been written.
    mutating func publish(_ places: [SealedChunk.Place]) {
        for (entry, place) in zip(pending, places) {
            guard let index = series[entry.series]?.chunks.firstIndex(where: { $0.number == entry.number }) else {
                continue
            }
            series[entry.series]?.chunks[index].move(to: place)
        }
        pending.removeFirst(places.count)
    }

    /// Drops the chunks below a number; returns the series that have nothing left here.
    mutating func drop(below number: UInt64) -> [SeriesID] {
        var emptied: [SeriesID] = []
        for key in Array(series.keys) {
            guard let before = series[key]?.chunks.count else { continue }
            series[key]?.chunks.removeAll { $0.number < number }
            statistics.chunksRemoved += before - (series[key]?.chunks.count ?? 0)
            guard series[key]?.isEmpty == true else { continue }
            series[key] = nil
            emptied.append(SeriesID(key))
        }
        pending.removeAll { $0.number < number }
        times = nil
        for entry in series.values { if let times = entry.times { extend(times) } }
        return emptied
    }

    /// Drops all of a series.
    mutating func drop(_ id: Int) {
        let key = UInt32(truncatingIfNeeded: id)
        guard let entry = series.removeValue(forKey: key) else { return }
        statistics.chunksRemoved += entry.chunkCount
        pending.removeAll { $0.series == key }
    }

    /// The oldest file that a chunk of a series lies in.
    func oldestFile(_ id: Int) -> UInt32 {
        self[id]?.chunks.compactMap(\.place?.file).min() ?? .max
    }

    private mutating func extend(_ added: ClosedRange<Int64>) {
        guard let times else { return times = added }
        self.times = min(times.lowerBound, added.lowerBound)...max(times.upperBound, added.upperBound)
    }
}
