package import PrometheusModel
package import Storage

/// A data directory that is open: the head in memory and its write-ahead log.
package final class Database: SampleStore, Queryable {
    let head: Head
    private let lock: DirectoryLock?
    /// The data directory.
    package let directory: String
    /// What the replay at the opening did.
    package let replayStatistics: ReplayStatistics

    private init(head: Head, lock: DirectoryLock?, directory: String, replayStatistics: ReplayStatistics) {
        self.head = head
        self.lock = lock
        self.directory = directory
        self.replayStatistics = replayStatistics
    }

    /// Opens the data directory, which is created if it does not exist, and replays its write-ahead log.
    ///
    /// Blocks the calling thread until the replay is done.
    package static func open(directory: String, options: DatabaseOptions) throws(StorageError) -> Database {
        try WALDirectory.create(directory)
        let lock: DirectoryLock? = options.usesLockFile ? try DirectoryLock(directory: directory) : nil
        let head = Head(chunkRange: options.chunkRangeMilliseconds)
        head.enable(options.features, exemplarCapacity: options.exemplarCapacity)
        var walOptions = WALOptions()
        walOptions.segmentBytes = options.walSegmentBytes
        walOptions.compression = options.isWALCompressed ? options.walCompression : .none
        var log = try WriteAheadLog(directory: "\(directory)/wal", options: walOptions)
        try WALDirectory.removeTemporaries(in: log.directory, .system)
        let chunks = try loadChunks("\(directory)/chunks_head", into: head, options)
        let statistics = try replay(&log, into: head, chunks, options)
        head.attach(log)
        return Database(head: head, lock: lock, directory: directory, replayStatistics: statistics)
    }

    /// Flushes the log, syncs it and releases the directory.
    ///
    /// A closed database refuses commits.
    package func close() throws(StorageError) {
        try head.close()
        lock?.release()
    }

    package func resolve(_ labels: [Labels]) throws(StorageError) -> [(reference: SeriesReference, isNew: Bool)] {
        try head.resolve(labels)
    }

    package func commit(_ batch: borrowing SampleBatch) throws(StorageError) -> AppendOutcome {
        try head.commit(batch)
    }

    package func querier(_ window: ClosedRange<Int64>) throws(StorageError) -> any Querier {
        HeadQuerier(head: head, window: window)
    }

    /// Does what can wait: writes full chunks to the head chunk files, syncs finished segments of the log.
    ///
    /// Called about once a minute. Returns how long each segment took.
    package func maintain() throws(StorageError) -> [Duration] {
        try head.mapChunksRegularly()
        return try head.syncFinishedSegments()
    }

    /// The head's numbers now.
    package var statistics: HeadStatistics { head.statistics }

    /// The write-ahead log's numbers now and the segment it writes; `nil` once it is closed.
    package var walStatistics: (statistics: WALStatistics, segment: Int)? { head.logStatistics }

    /// The bytes of the write-ahead log's files.
    package var walBytes: Int { (try? WALDirectory.sizeBytes(of: "\(directory)/wal")) ?? 0 }

    /// Where the series come from; at most `limit` rows a list.
    package func cardinality(limit: Int) -> CardinalityStatistics { head.cardinality(limit: limit) }

    /// The gauge `prometheus_tsdb_clean_start`: 1 after a clean stop, 0 after a crash, −1 without a lock file.
    package var cleanStart: Int { lock.map { $0.wasLeftBehind ? 0 : 1 } ?? -1 }

    /// The newest exemplars.
    package var exemplars: ExemplarStore { head.exemplars }
}
