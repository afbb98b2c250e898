package import Chunks
internal import PrometheusBytes
package import PrometheusModel
package import Storage

/// Walks all series of a block in the order of their label sets, with their chunks.
package struct BlockSeriesCursor: Sendable {
    private let block: Block
    private let list: PostingsRun
    private var position = 0
    private var descriptions = 0..<0
    private var references = ChunkReferences()
    /// The number that the index gives the current series.
    package private(set) var id: UInt64 = 0
    /// The current series' label names and values in turn, as numbers of the block's symbols.
    package private(set) var symbols: [UInt32] = []

    init(_ block: Block) throws(StorageError) {
        self.block = block
        list =
            if let all = try block.index.postings.listOfAll() { try block.index.postings.run(at: all) } else {
                PostingsRun(offset: 0, count: 0)
            }
    }

    /// The number of series.
    package var count: Int { list.count }

    /// Moves to the next series; `false` at the end.
    package mutating func next() throws(StorageError) -> Bool {
        guard position < list.count else { return false }
        let file = block.index.file
        guard let next = file.bytes.bigEndianWord(at: list.offset + position * 4) else { return false }
        guard position == 0 || UInt64(next) > id else {
            throw file.corrupt("postings list is not in order", at: list.offset + position * 4)
        }
        id = UInt64(next)
        position += 1
        symbols.removeAll(keepingCapacity: true)
        descriptions = try block.index.readSymbols(of: try block.index.entry(next), into: &symbols)
        return true
    }

    /// Moves to the next series and tells the times of its first and last sample; `nil` inside for one without chunks,
    /// outside at the end.
    mutating func nextTimes() throws(StorageError) -> (first: Int64, last: Int64)?? {
        guard try next() else { return nil }
        references.removeAll()
        try block.index.readChunks(of: descriptions, into: &references)
        guard let first = references.minTimes.first, let last = references.maxTimes.last else { return .some(nil) }
        return (first, last)
    }

    /// The label set of the current series.
    package func labels() throws(StorageError) -> Labels {
        var packed: [UInt8] = []
        try block.index.appendLabels(symbols, to: &packed)
        return Labels(packed: packed)
    }

    /// Copies the current series' chunks that have samples in `window` to the end of `chunks`.
    package mutating func read(
        _ window: ClosedRange<Int64>,
        into chunks: inout EncodedChunks
    ) throws(StorageError) {
        references.removeAll()
        try block.index.readChunks(of: descriptions, into: &references)
        for index in 0..<references.count {
            let (minTime, maxTime) = (references.minTimes[index], references.maxTimes[index])
            guard minTime <= window.upperBound, maxTime >= window.lowerBound else { continue }
            let location = try block.chunks.locate(references.references[index])
            let file = location.file
            chunks.append(
                minTime: minTime,
                maxTime: maxTime,
                encoding: location.encoding,
                payload: file.bytes.extracting(location.payload)
            )
        }
    }
}
