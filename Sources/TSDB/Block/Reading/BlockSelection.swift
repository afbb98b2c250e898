internal import Chunks
internal import PrometheusBytes
internal import PrometheusModel
internal import Storage

/// The series that a query selected in a block, in the order of their label sets: four bytes each.
struct BlockSelection: SeriesSelection {
    private let block: Block
    private let ids: [UInt32]
    private let window: ClosedRange<Int64>
    private let tombstones: Tombstones
    private let cache: ColumnCache?

    init(
        _ block: Block,
        _ ids: [UInt32],
        _ window: ClosedRange<Int64>,
        _ tombstones: Tombstones,
        _ cache: ColumnCache? = nil
    ) {
        self.cache = cache
        self.block = block
        self.ids = ids
        self.window = window
        self.tombstones = tombstones
    }

    var count: Int { ids.count }

    var isOrdered: Bool { true }

    func labels(at index: Int) -> Labels {
        var packed: [UInt8] = []
        packed.reserveCapacity(256)
        appendLabels(at: index, to: &packed)
        return Labels(packed: packed)
    }

    func appendLabels(at index: Int, to bytes: inout [UInt8]) {
        let start = bytes.count
        // Labels were checked when the series was selected: this can only fail if the file has changed since.
        do { try block.index.appendLabels(of: ids[index], to: &bytes) } catch {
            bytes.removeLast(bytes.count - start)
        }
    }

    func read(_ index: Int, _ window: ClosedRange<Int64>, into samples: inout SampleColumns) throws(StorageError) {
        let id = ids[index]
        let deleted = tombstones.isEmpty ? [] : tombstones[UInt64(id)]
        if deleted.isEmpty, let column = cachedColumn(id) { return column.append(window, to: &samples) }
        let descriptions = try block.index.chunkDescriptions(of: try block.index.entry(id))
        var chunk = try ChunkDescriptionCursor(block.index.file, descriptions)
        var run = BlockChunkRun()
        while try chunk.next(), chunk.minTime <= window.upperBound {
            guard chunk.maxTime >= window.lowerBound else { continue }
            if deleted.isEmpty {
                try run.add(try block.chunks.locate(chunk.reference), window, &samples)
            } else {
                try read(chunk.reference, chunk.minTime...chunk.maxTime, window, deleted, &samples)
            }
        }
        try run.decode(window, into: &samples)
    }

    /// The most samples of a series that are kept decoded as a whole: a day's at a scrape interval of 15 s.
    private static let mostCachedSamples = 5760

    /// All samples of a series, if they are or shall be kept decoded.
    private func cachedColumn(_ id: UInt32) -> DecodedColumn? {
        guard let cache else { return nil }
        let key = ColumnKey(file: block.identity, part: UInt64(id))
        return cache.column(key) { decodeAll(id).flatMap { DecodedColumn(key, $0) } }
    }

    /// All samples of a series; `nil` if there are many, or if something is wrong, which is told where it matters.
    private func decodeAll(_ id: UInt32) -> SampleColumns? {
        do throws(StorageError) {
            let descriptions = try block.index.chunkDescriptions(of: try block.index.entry(id))
            var chunk = try ChunkDescriptionCursor(block.index.file, descriptions)
            var run = BlockChunkRun()
            var samples = SampleColumns()
            while try chunk.next() {
                try run.add(try block.chunks.locate(chunk.reference), .min ... .max, &samples)
                guard run.sampleCount + samples.count <= Self.mostCachedSamples else { return nil }
            }
            try run.decode(.min ... .max, into: &samples)
            return samples
        } catch { return nil }
    }

    /// Reads what is left of a chunk between deleted intervals.
    private func read(
        _ reference: UInt64,
        _ chunk: ClosedRange<Int64>,
        _ window: ClosedRange<Int64>,
        _ deleted: [ClosedRange<Int64>],
        _ samples: inout SampleColumns
    ) throws(StorageError) {
        for part in Self.parts(of: chunk.clamped(to: window), without: deleted) {
            try decode(reference, part, &samples)
        }
    }

    private func decode(
        _ reference: UInt64,
        _ window: ClosedRange<Int64>,
        _ samples: inout SampleColumns
    ) throws(StorageError) {
        var run = BlockChunkRun()
        try run.add(try block.chunks.locate(reference), window, &samples)
        try run.decode(window, into: &samples)
    }

    /// What is left of a window without some intervals, ascending.
    static func parts(
        of window: ClosedRange<Int64>,
        without deleted: [ClosedRange<Int64>]
    ) -> [ClosedRange<Int64>] {
        var parts: [ClosedRange<Int64>] = []
        var start = window.lowerBound
        for interval in deleted where interval.upperBound >= start {
            guard interval.lowerBound <= window.upperBound else { break }
            if interval.lowerBound > start { parts.append(start...(interval.lowerBound - 1)) }
            guard interval.upperBound < window.upperBound else { return parts }
            start = interval.upperBound + 1
        }
        if start <= window.upperBound { parts.append(start...window.upperBound) }
        return parts
    }
}
