internal import Chunks
internal import PrometheusBytes
internal import PrometheusModel
internal import Storage

/// Chunks of one series whose samples came out of order, to be decoded without a lock.
///
/// They are dealt out to layers whose chunks do not overlap, so that each layer ascends in time.
struct LateCopies {
    private var layers: [ChunkCopies] = []

    /// No chunk.
    init() {}

    /// The chunks of `series` that overlap `window` and have a lower number.
    init(
        _ series: LateSeries,
        _ window: ClosedRange<Int64>,
        below number: UInt64 = .max,
        in files: HeadChunkFileSet,
        _ encoding: LateEncoding
    ) {
        var chunks = series.chunks.filter { $0.number < number && $0.times.overlaps(window) }
        if number == .max, series.buffer.overlaps(window) {
            chunks += series.buffer.encoded(encoding).map { LateChunk($0, number: .max) }
        }
        chunks.sort { ($0.minTime, $0.number) < ($1.minTime, $1.number) }
        var ends: [Int64] = []
        for chunk in chunks {
            let times = ChunkCopies.Times(first: chunk.minTime, last: chunk.times.upperBound)
            let layer: Int
            if let free = ends.firstIndex(where: { $0 < chunk.minTime }) {
                layer = free
                ends[free] = times.last
            } else {
                layer = layers.count
                layers.append(ChunkCopies())
                ends.append(times.last)
            }
            if let place = chunk.place {
                layers[layer].add(place, in: files, times)
            } else {
                let payload = chunk.payload
                layers[layer].add(payload.rawSpan, chunk.encoding, times)
            }
        }
    }

    var isEmpty: Bool { layers.isEmpty }

    /// Decodes the samples in `windows`, which ascend, and puts them in order with the rows from `start` on.
    ///
    /// Of rows with the same time the one that is there already stays.
    func decode(
        _ windows: some Collection<ClosedRange<Int64>>,
        into samples: inout SampleColumns,
        from start: Int
    ) throws(StorageError) {
        for layer in layers {
            let end = samples.count
            try layer.decode(windows, into: &samples)
            samples.mergeOverlap(from: start, at: end)
        }
    }

    /// Appends all chunks, in the order of their beginnings; they may overlap.
    func append(to chunks: inout EncodedChunks) throws(StorageError) {
        guard layers.count != 1 else { return try layers[0].append(to: &chunks) }
        var all = EncodedChunks()
        for layer in layers { try layer.append(to: &all) }
        for index in all.minTimes.indices.sorted(by: { all.minTimes[$0] < all.minTimes[$1] }) {
            chunks.append(all, at: index)
        }
    }
}
