package import Chunks
internal import PrometheusBytes
package import PrometheusModel
package import Storage

/// Writes a block from front to back: first the texts of all labels in their order, then the series in the order of their
/// label sets.
///
/// Everything goes to `<ULID>.tmp-for-creation`, which gets the block's name when it is complete and on the disk. A writer
/// that ends without having finished removes what it wrote.
package struct BlockWriter: ~Copyable {
    package static let creationSuffix = ".tmp-for-creation"

    /// The block's name.
    package let ulid: ULID
    private let dataDirectory: String
    private let leftovers: Leftovers
    private let operations: FileOperations
    private var index: IndexWriter
    private var chunks: ChunkSegmentsWriter
    private var statistics = BlockMeta.Statistics()
    private var references: [UInt64] = []
    private var symbols: [UInt32] = []
    private var lookup: SymbolLookup?

    /// Removes the files of a block that was not finished.
    private final class Leftovers {
        let path: String
        let operations: FileOperations
        var isWanted = false

        init(_ path: String, _ operations: FileOperations) {
            self.path = path
            self.operations = operations
        }

        deinit {
            // What cannot be removed now is removed at the next start: its name says what it is.
            if !isWanted { try? operations.removeTree(path) }
        }
    }

    /// Begins a block in a data directory.
    package init(
        dataDirectory: String,
        ulid: ULID,
        options: BlockWriterOptions = BlockWriterOptions()
    ) throws(StorageError) {
        let operations = options.operations
        let path = "\(dataDirectory)/\(ulid)\(Self.creationSuffix)"
        try operations.removeTree(path)
        let leftovers = Leftovers(path, operations)
        try operations.makeDirectory(path)
        let chunks = try ChunkSegmentsWriter(
            "\(path)/\(ChunkSegmentsFormat.directoryName)",
            limitBytes: options.segmentBytes,
            operations
        )
        let index = try IndexWriter("\(path)/\(IndexFormat.fileName)", options)
        self.ulid = ulid
        self.dataDirectory = dataDirectory
        self.operations = operations
        self.leftovers = leftovers
        self.chunks = chunks
        self.index = index
    }

    /// The number of series so far.
    package var seriesCount: Int { index.seriesCount }

    /// Adds a label name or value, in the order of their bytes, and returns its number.
    ///
    /// The same text again has the same number. The empty text has number 0. All come before the first series.
    package mutating func addSymbol(_ text: RawSpan) throws(StorageError) -> UInt32 { try index.addSymbol(text) }

    /// Adds a series behind those whose label sets sort before its own.
    /// - Complexity: one look-up a name and value; see the other `add` for callers that know their numbers.
    package mutating func add(_ labels: Labels, _ chunks: borrowing EncodedChunks) throws(StorageError) {
        var found: [UInt32] = []
        swap(&found, &symbols)
        found.removeAll(keepingCapacity: true)
        if lookup == nil { lookup = try makeLookup() }
        guard let table = lookup.take() else { throw index.failure("symbols are not in the file") }
        let bytes = labels.packed.rawSpan
        var cursor = labels.cursor()
        while cursor.next() {
            for range in [cursor.name, cursor.value] {
                guard let symbol = table.symbol(bytes.extracting(range)) else {
                    throw index.failure("symbol entry for \(String(bytes: bytes.extracting(range))) does not exist")
                }
                found.append(symbol)
            }
        }
        lookup = consume table
        try add(symbols: found, chunks)
        swap(&found, &symbols)
    }

    /// Adds a series whose names and values are given in turn by their numbers.
    package mutating func add(
        symbols: [UInt32],
        _ chunks: borrowing EncodedChunks
    ) throws(StorageError) {
        references.removeAll(keepingCapacity: true)
        for position in 0..<chunks.count {
            let payload = chunks.payload(at: position)
            let encoding = chunks.encodings[position]
            references.append(try self.chunks.append(encoding, payload))
            try count(encoding, payload)
        }
        try index.addSeries(
            symbols,
            minTimes: chunks.minTimes,
            maxTimes: chunks.maxTimes,
            references: references
        )
    }

    /// Completes the block: index, an empty tombstones file, `meta.json` last, and the block's name when all is on the disk.
    ///
    /// Times and origin come from `meta`, everything counted from what was written. A block without series is not
    /// written; `nil` says so.
    package consuming func finish(_ meta: BlockMeta) throws(StorageError) -> BlockMeta? {
        guard index.seriesCount > 0 else { return nil }
        try chunks.finish()
        try index.finish()
        statistics.seriesCount = UInt64(index.seriesCount)
        var complete = meta
        complete.ulid = ulid
        complete.version = BlockMeta.currentVersion
        complete.statistics = statistics
        let path = leftovers.path
        try operations.replaceFile("\(path)/\(Tombstones.fileName)", with: Tombstones().encoded)
        try operations.replaceFile("\(path)/\(BlockMeta.fileName)", with: complete.json)
        try operations.syncDirectory(path)
        try operations.moveDirectory(path, to: "\(dataDirectory)/\(ulid)")
        leftovers.isWanted = true
        return complete
    }

    private mutating func count(_ encoding: ChunkEncoding, _ payload: RawSpan) throws(StorageError) {
        let sampleCount: Int
        do throws(ChunkError) { sampleCount = try ChunkPayload(encoding, payload).sampleCount() } catch {
            throw index.failure("\(error)")
        }
        statistics.chunkCount += 1
        statistics.sampleCount += UInt64(sampleCount)
        if encoding.isFloat {
            statistics.floatSampleCount += UInt64(sampleCount)
        } else {
            statistics.histogramSampleCount += UInt64(sampleCount)
        }
    }

    private mutating func makeLookup() throws(StorageError) -> SymbolLookup {
        if index.symbols == nil { try index.finishSymbols() }
        guard let symbols = index.symbols else { throw index.failure("symbols are not in the file") }
        return SymbolLookup(symbols)
    }
}
