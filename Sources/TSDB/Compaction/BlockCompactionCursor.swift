internal import Chunks
internal import PrometheusBytes
internal import Storage

/// Walks a block for compaction.
final class BlockCompactionCursor: SeriesCursor {
    private let block: Block
    private var symbols: BlockSymbolCursor
    private var series: BlockSeriesCursor
    private let tombstones: Tombstones
    /// The numbers of the block's texts in the new block, by their numbers in this one.
    private var numbers: [UInt32] = []

    init(_ block: Block) throws(StorageError) {
        self.block = block
        symbols = block.symbols()
        series = try block.series()
        tombstones = block.tombstones
        numbers.reserveCapacity(block.symbolCount)
    }

    func nextSymbol(_ text: inout [UInt8]) -> Bool {
        guard symbols.next() else { return false }
        text.removeAll(keepingCapacity: true)
        let cursor = symbols
        text.append(cursor.text)
        return true
    }

    func number(_ symbol: UInt32) { numbers.append(symbol) }

    func next(_ series: inout CompactionSeries, _ window: ClosedRange<Int64>) throws(StorageError) -> Bool {
        while try self.series.next() {
            series.chunks.removeAll()
            try self.series.read(window, into: &series.chunks)
            if series.chunks.isEmpty { continue }
            series.symbols.removeAll(keepingCapacity: true)
            for symbol in self.series.symbols {
                guard symbol < numbers.count else {
                    throw .corrupt(
                        "block \(block.directory): series \(self.series.id): symbol \(symbol) does not exist"
                    )
                }
                series.symbols.append(numbers[Int(symbol)])
            }
            series.deleted = tombstones[self.series.id]
            return true
        }
        return false
    }

    var labelText: String { (try? series.labels()).map { "\($0)" } ?? "\(series.id)" }
}
