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
    /// What is kept besides samples.
    package var features = HeadFeatures()
    /// How many exemplars are kept, 0 for none: `storage.exemplars.max_exemplars` with the feature `exemplar-storage`.
    package var exemplarCapacity = 0
    /// Whether the directory is guarded by a lock file: the opposite of `--storage.tsdb.no-lockfile`.
    package var usesLockFile = true
    /// Where the replay tells how far it is.
    package var replayProgress = ReplayProgress()
    /// Is told what the replay does, on the thread that opens the database.
    package var onReplay: @Sendable (ReplayEvent) -> Void = { _ in }

    package init() {}
}
