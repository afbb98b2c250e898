internal import LabelMatching
package import PrometheusModel
package import Storage
internal import Synchronization

/// A data directory that is open: blocks, the head in memory, and the head's write-ahead log.
///
/// Samples go to the head. Compaction cuts blocks from it, merges them and drops what the limits leave no room for; it is
/// one thread's work, and whoever else wants to change blocks waits for it.
package final class Database: SampleStore, Queryable {
    let head: Head
    private let lock: DirectoryLock?
    /// The data directory.
    package let directory: String
    /// What the replay at the opening did.
    package let replayStatistics: ReplayStatistics
    let options: DatabaseOptions
    let settings: Mutex<DatabaseSettings>
    let blockSet: ReadWriteLock<BlockSet>
    /// Held while blocks are written, merged, changed or removed.
    let maintenance = ReadWriteLock(MaintenanceState())
    let backgroundThread = Mutex<MaintenanceThread?>(nil)
    let stopping = Atomic<Bool>(false)
    /// What queries decoded lately.
    private let columnCache = ColumnCache(byteLimit: columnCacheBytes)
    /// The most bytes of it: what a query over some thousand series and six hours reads.
    private static let columnCacheBytes = 24 << 20
    /// Lists of names and values that were asked for lately.
    private let labelLists = LabelListCache()
    /// A sample newer than this makes the head compactable.
    let compactableFrom = Atomic<Int64>(.max)
    /// How long this server puts the head's compaction off.
    let compactionDelayMilliseconds: Int64

    private init(
        head: Head,
        lock: DirectoryLock?,
        directory: String,
        replayStatistics: ReplayStatistics,
        blocks: BlockSet,
        options: DatabaseOptions
    ) {
        self.head = head
        self.lock = lock
        self.directory = directory
        self.replayStatistics = replayStatistics
        self.options = options
        settings = Mutex(options.settings)
        blockSet = ReadWriteLock(blocks)
        let longest = options.chunkRangeMilliseconds / 100 * Int64(options.delayedCompactionPercent)
        compactionDelayMilliseconds = longest > 0 ? Int64.random(in: 0..<longest) : 0
    }

    /// Opens the data directory, which is created if it does not exist, and replays its write-ahead log.
    ///
    /// Blocks the calling thread until the replay is done.
    package static func open(directory: String, options: DatabaseOptions) throws(StorageError) -> Database {
        try WALDirectory.create(directory)
        let lock: DirectoryLock? = options.usesLockFile ? try DirectoryLock(directory: directory) : nil
        try removeLeftovers(directory, options.operations)
        _ = try BlockVersionRepair.repair(directory, options.operations)
        var blocks = BlockSet()
        blocks.blocks = try BlockLoading(
            directory: directory,
            known: [],
            chunkRange: options.chunkRangeMilliseconds
        ).loaded
        var walOptions = WALOptions()
        walOptions.segmentBytes = options.walSegmentBytes
        walOptions.compression = options.isWALCompressed ? options.walCompression : .none
        walOptions.operations = options.writes
        var log = try WriteAheadLog(directory: "\(directory)/wal", options: walOptions)
        try WALDirectory.removeTemporaries(in: log.directory, .system)
        var logStart = LogStart()
        let blocksEnd = blocks.inOrderEnd
        let replay = try restore(directory, log, options, &logStart) { makeHead(options, after: blocksEnd) }
        let head = replay.head
        var lateLog = try openLateLog("\(directory)/wbl", walOptions, options)
        let statistics = try run(replay, &log, &lateLog, from: logStart, options)
        head.attach(log)
        if let lateLog = lateLog.take() { head.attachLate(lateLog) }
        try head.takeLate(
            window: options.settings.outOfOrderWindowMilliseconds,
            capacity: options.outOfOrderCapacity,
            "\(directory)/wbl"
        )
        let database = Database(
            head: head,
            lock: lock,
            directory: directory,
            replayStatistics: statistics,
            blocks: blocks,
            options: options
        )
        try database.maintenance.withLock { work throws(StorageError) in try database.reloadBlocks(&work) }
        database.noteCompactable()
        return database
    }

    /// An empty head; what is older than `end` is in blocks, whatever the log still has of it.
    private static func makeHead(_ options: DatabaseOptions, after end: Int64?) -> Head {
        let head = Head(chunkRange: options.chunkRangeMilliseconds, files: options.operations)
        head.enable(options.features, exemplarCapacity: options.exemplarCapacity)
        head.setSamplesPerChunk(options.samplesPerChunk)
        head.limitChunkQueue(to: options.chunkQueueSize)
        head.encodeFloats(asXOR2: options.settings.usesXOR2)
        if let end { head.truncate(before: end) }
        return head
    }

    /// Ends the work in the background, flushes the log, syncs it and releases the directory.
    ///
    /// A closed database refuses commits.
    package func close() throws(StorageError) {
        stopMaintenance()
        defer { lock?.release() }
        try writeMemorySnapshot(try head.close())
    }

    /// Changes what may change while the database is open.
    package func apply(_ settings: DatabaseSettings) {
        self.settings.withLock { $0 = settings }
        head.encodeFloats(asXOR2: settings.usesXOR2)
        do throws(StorageError) {
            try head.takeLate(
                window: settings.outOfOrderWindowMilliseconds,
                capacity: options.outOfOrderCapacity,
                "\(directory)/wbl"
            )
        } catch { tell(.error, "Failed to create a new WBL", [("err", "\(error)")]) }
    }

    package func resolve(_ labels: [Labels]) throws(StorageError) -> [(reference: SeriesReference, isNew: Bool)] {
        try head.resolve(labels)
    }

    package func commit(_ batch: borrowing SampleBatch) throws(StorageError) -> AppendOutcome {
        let outcome = try head.commit(batch)
        // Without `last`, which allocates in debug builds.
        if batch.count > 0 {
            noteCommit(batch.timestamps[batch.count - 1])
        } else if let newest = batch.histograms.last {
            noteCommit(newest.timestamp)
        }
        return outcome
    }

    package func querier(_ window: ClosedRange<Int64>) throws(StorageError) -> any Querier {
        // The head first: what a truncation takes from it is in a block by then.
        let recent = HeadQuerier(head: head, window: window, cache: columnCache)
        var queriers: [any Querier] = []
        var identities: [UInt64] = []
        for block in blockSet.withReadLock({ $0.blocks }) where block.meta.overlaps(window) {
            queriers.append(block.querier(window, columnCache))
            identities.append(block.identity)
        }
        let all: any Querier = queriers.isEmpty ? recent : MergedQuerier(queriers + [recent])
        return DatabaseQuerier(all: all, recent: recent, blocks: identities, lists: labelLists)
    }

    /// The head's numbers now.
    package var statistics: HeadStatistics { head.statistics }

    /// The write-ahead log's numbers now and the segment it writes; `nil` once it is closed.
    package var walStatistics: (statistics: WALStatistics, segment: Int)? { head.logStatistics }

    /// The bytes of the write-ahead log's files.
    package var walBytes: Int { (try? WALDirectory.sizeBytes(of: "\(directory)/wal")) ?? 0 }

    /// The same of the write-behind log; `nil` without one.
    package var lateLogStatistics: (statistics: WALStatistics, segment: Int)? { head.lateLogStatistics }

    /// The bytes of the write-behind log's files.
    package var lateLogBytes: Int { (try? WALDirectory.sizeBytes(of: "\(directory)/wbl")) ?? 0 }

    /// Where the series come from; at most `limit` rows a list.
    package func cardinality(limit: Int) -> CardinalityStatistics { head.cardinality(limit: limit) }

    /// The gauge `prometheus_tsdb_clean_start`: 1 after a clean stop, 0 after a crash, −1 without a lock file.
    package var cleanStart: Int { lock.map { $0.wasLeftBehind ? 0 : 1 } ?? -1 }

    /// The newest exemplars.
    package var exemplars: ExemplarStore { head.exemplars }
}
