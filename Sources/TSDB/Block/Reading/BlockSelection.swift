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

    init(_ block: Block, _ ids: [UInt32], _ window: ClosedRange<Int64>, _ tombstones: Tombstones) {
        self.block = block
        self.ids = ids
        self.window = window
        self.tombstones = tombstones
    }

    var count: Int { ids.count }

    func labels(at index: Int) -> Labels {
        var symbols: [UInt32] = []
        var packed: [UInt8] = []
        packed.reserveCapacity(256)
        // Labels were read once when the series was selected: what is wrong with them was found then.
        guard let entry = try? block.index.entry(ids[index]),
            (try? block.index.readSymbols(of: entry, into: &symbols)) != nil,
            (try? block.index.appendLabels(symbols, to: &packed)) != nil
        else { return Labels() }
        return Labels(packed: packed)
    }

    func read(_ index: Int, _ window: ClosedRange<Int64>, into samples: inout SampleColumns) throws(StorageError) {
        let id = ids[index]
        var references = ChunkReferences()
        let descriptions = try block.index.chunkDescriptions(of: try block.index.entry(id))
        try block.index.readChunks(of: descriptions, into: &references)
        let deleted = tombstones[UInt64(id)]
        for position in 0..<references.count {
            let (minTime, maxTime) = (references.minTimes[position], references.maxTimes[position])
            guard maxTime >= window.lowerBound else { continue }
            guard minTime <= window.upperBound else { break }
            guard deleted.isEmpty else {
                try read(references.references[position], minTime...maxTime, window, deleted, &samples)
                continue
            }
            try decode(references.references[position], window, &samples)
        }
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
        let location = try block.chunks.locate(reference)
        let file = location.file
        let payload = ChunkPayload(location.encoding, file.bytes.extracting(location.payload))
        do throws(ChunkError) { try payload.decode(window: window, into: &samples) } catch {
            throw file.corrupt("\(error)", at: location.payload.lowerBound)
        }
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
