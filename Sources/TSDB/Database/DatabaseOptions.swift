package import PrometheusModel

/// How a database is opened.
package struct DatabaseOptions: Sendable {
    /// The span of a block cut from the head, in milliseconds: `--storage.tsdb.min-block-duration`.
    package var chunkRangeMilliseconds: Int64 = 7_200_000
    /// The size a write-ahead log segment may reach: `--storage.tsdb.wal-segment-size`.
    package var walSegmentBytes = 128 << 20
    /// Whether write-ahead log records are compressed: `--storage.tsdb.wal-compression`.
    package var isWALCompressed = true
    /// How, if they are: `--storage.tsdb.wal-compression-type`.
    package var walCompression = WALCompression.snappy
    /// So many samples of a series that came out of order become a chunk: `--storage.tsdb.out-of-order-cap-max`.
    package var outOfOrderCapacity = 32
    /// So many samples a chunk of floats is to have: `--storage.tsdb.samples-per-chunk`.
    ///
    /// Twice as many end it in any case, and so do 255 and its size in bytes.
    package var samplesPerChunk = 120
    /// So many full chunks of the head may wait until they are written to files: `--storage.tsdb.head-chunks-write-queue-size`;
    /// 0 for as many as are worth a write.
    package var chunkQueueSize = 0
    /// What is kept besides samples.
    package var features = HeadFeatures()
    /// How many exemplars are kept, 0 for none: `storage.exemplars.max_exemplars` with the feature `exemplar-storage`.
    package var exemplarCapacity = 0
    /// Whether open chunks are written to a snapshot when the database is closed, and read from it when it is opened: the
    /// feature `memory-snapshot-on-shutdown`.
    package var usesMemorySnapshot = false
    /// Whether the directory is guarded by a lock file: the opposite of `--storage.tsdb.no-lockfile`.
    package var usesLockFile = true
    /// The most time that a merged block spans, in milliseconds: `--storage.tsdb.max-block-duration`.
    package var longestBlockMilliseconds: Int64 = 31 * 86_400_000
    /// Whether blocks that overlap are merged: `--storage.tsdb.allow-overlapping-compaction`.
    package var mergesOverlappingBlocks = true
    /// How often the directory is searched for new blocks: `--storage.tsdb.block-reload-interval`.
    package var reloadIntervalMilliseconds: Int64 = 60_000
    /// The size of a chunk file of a block: `--storage.tsdb.max-block-chunk-segment-size`.
    package var chunkSegmentBytes = 512 << 20
    /// How far the compaction of the head may be put off, in percent of its span; 0 for not at all.
    package var delayedCompactionPercent = 0
    /// A file that lists the blocks that may be merged: `--storage.tsdb.delay-compact-file.path`; empty for none.
    package var uploadedBlocksFile = ""
    /// What may change while the database is open.
    package var settings = DatabaseSettings()
    /// The time of day, for the names of new blocks.
    package var clock = WallClock.system
    /// Changes to files; tests make them fail.
    package var operations = FileOperations.system
    /// The system calls that write the log and the head chunk files; tests make them fail.
    var writes = WALFileOperations.system
    /// What is counted, `nil` if nobody asks.
    package var metrics: DatabaseMetrics?
    /// Is told what happens while the database is open, on the thread on which it happens.
    package var onEvent: @Sendable (DatabaseEvent) -> Void = { _ in }
    /// Is told how long it took until a segment of the log, or of the write-behind log, was on the disk.
    package var onSync: @Sendable (Duration, _ isLate: Bool) -> Void = { _, _ in }
    /// Where the replay tells how far it is.
    package var replayProgress = ReplayProgress()
    /// Is told what the replay does, on the thread that opens the database.
    package var onReplay: @Sendable (ReplayEvent) -> Void = { _ in }

    package init() {}
}
