package import Storage
internal import Synchronization

/// A block on the disk, open for reading.
///
/// Files are mapped, not read: opening looks at the headers, the symbols and the postings offset table only. The files may
/// be removed while the block is open.
package final class Block: Queryable {
    /// The directory of the block.
    package let directory: String
    let index: IndexFile
    let chunks: ChunkSegments
    /// A number that no other block has, nor the same one when it is opened again.
    let identity = UInt64.random(in: .min ... .max)
    private let state: Mutex<State>

    private struct State {
        var meta: BlockMeta
        var tombstones: Tombstones
        /// What was wrong with the times in `meta.json`.
        var correction: String?
    }

    /// Opens the block in a directory.
    package init(directory: String) throws(StorageError) {
        self.directory = directory
        let meta = try Self.readMeta(directory)
        chunks = try ChunkSegments("\(directory)/\(ChunkSegmentsFormat.directoryName)")
        index = try IndexFile("\(directory)/\(IndexFormat.fileName)")
        let tombstones = try Tombstones(blockDirectory: directory)
        state = Mutex(State(meta: meta, tombstones: tombstones))
    }

    /// Reads the `meta.json` of a block's directory.
    package static func readMeta(_ directory: String) throws(StorageError) -> BlockMeta {
        let path = "\(directory)/\(BlockMeta.fileName)"
        let bytes = try MappedFile(path).array
        do throws(BlockMetaError) { return try BlockMeta(json: bytes) } catch {
            throw .corrupt("\(path): \(error)")
        }
    }

    /// What `meta.json` says.
    package var meta: BlockMeta { state.withLock { $0.meta } }

    /// What is deleted.
    package var tombstones: Tombstones { state.withLock { $0.tombstones } }

    /// What was wrong with the times in `meta.json`, if they were corrected.
    var correction: String? { state.withLock { $0.correction } }

    /// Replaces the times that `meta.json` says.
    func correct(_ times: Range<Int64>) {
        state.withLock { state in
            state.correction =
                "[\(state.meta.minTime), \(state.meta.maxTime)) should be [\(times.lowerBound), \(times.upperBound))"
            state.meta.minTime = times.lowerBound
            state.meta.maxTime = times.upperBound
        }
    }

    /// The bytes of the block's files that count for the retention by size.
    package var sizeBytes: Int {
        let (meta, tombstones) = state.withLock { ($0.meta.json.count, $0.tombstones.encoded.count) }
        return chunks.byteCount + index.file.byteCount + meta + tombstones
    }

    /// The bytes of memory that the open block keeps.
    package var memoryBytes: Int { index.memoryBytes }

    /// The number of names and values of the block's labels.
    package var symbolCount: Int { index.symbols.count }

    /// The bytes of memory that the table of names and values keeps.
    package var symbolTableBytes: Int { index.symbols.byteCount }

    /// A cursor before the first name or value.
    package func symbols() -> BlockSymbolCursor { index.symbols.cursor() }

    /// A cursor before the first series.
    package func series() throws(StorageError) -> BlockSeriesCursor { try BlockSeriesCursor(self) }

    package func querier(_ window: ClosedRange<Int64>) throws(StorageError) -> any Querier {
        BlockQuerier(self, window)
    }

    /// The same, with a cache that what is read may come from.
    func querier(_ window: ClosedRange<Int64>, _ cache: ColumnCache) -> any Querier {
        BlockQuerier(self, window, cache)
    }

    /// Replaces the tombstones, in the files first.
    ///
    /// Queries that are running go on with the old ones.
    package func replaceTombstones(
        _ tombstones: Tombstones,
        _ operations: FileOperations
    ) throws(StorageError) {
        var meta = meta
        meta.statistics.tombstoneCount = UInt64(tombstones.count)
        try operations.replaceFile("\(directory)/\(Tombstones.fileName)", with: tombstones.encoded)
        try operations.replaceFile("\(directory)/\(BlockMeta.fileName)", with: meta.json)
        state.withLock { ($0.meta, $0.tombstones) = (meta, tombstones) }
    }

    /// Changes what `meta.json` says, in the file first.
    package func replaceMeta(_ meta: BlockMeta, _ operations: FileOperations) throws(StorageError) {
        try operations.replaceFile("\(directory)/\(BlockMeta.fileName)", with: meta.json)
        state.withLock { $0.meta = meta }
    }
}
