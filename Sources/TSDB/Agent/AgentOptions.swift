/// How the storage of an agent is opened.
package struct AgentOptions: Sendable {
    /// The size of a segment of the write-ahead log: `--storage.agent.wal-segment-size`.
    package var walSegmentBytes = 128 << 20
    /// Whether the log is compressed: `--storage.agent.wal-compression`.
    package var isWALCompressed = true
    /// How it is compressed: `--storage.agent.wal-compression-type`.
    package var walCompression = WALCompression.snappy
    /// Whether the directory is guarded by a lock file: the opposite of `--storage.agent.no-lockfile`.
    package var usesLockFile = true
    /// How long samples stay in any case, in milliseconds: `--storage.agent.retention.min-time`.
    package var minRetentionMilliseconds: Int64 = 5 * 60_000
    /// How long samples stay at most, sent or not: `--storage.agent.retention.max-time`.
    package var maxRetentionMilliseconds: Int64 = 4 * 3_600_000
    /// How far behind the newest of its series a sample may be, in milliseconds.
    package var outOfOrderWindowMilliseconds: Int64 = 0

    package init() {}

    /// What is dropped at `now` is older than this, if everything before `lowestSent` has been sent.
    package func truncationTime(lowestSent: Int64, now: Int64) -> Int64 {
        max(max(lowestSent - minRetentionMilliseconds, 0), now - maxRetentionMilliseconds)
    }
}
