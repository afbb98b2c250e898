import PrometheusModel
import TSDB

/// What the flags say of the storage of an agent.
struct AgentSettings: Sendable {
    /// The sizes that a segment of the write-ahead log may have.
    private static let walSegmentBytes = (10 << 20)...(256 << 20)

    var storage = AgentOptions()
    /// Why the storage cannot be opened with these flags; it is reported when it would be.
    private(set) var problem: String?
    /// How often the log is shortened.
    let truncationInterval: Duration

    init(_ flags: FlagValues) throws(CommandLineError) {
        guard flags.integer("storage.agent.checkpoint-batch-size") > 0 else {
            throw .refused(exitCode: 1, "--storage.agent.checkpoint-batch-size must be greater than 0.")
        }
        storage.isWALCompressed = flags.boolean("storage.agent.wal-compression")
        storage.walCompression = flags.text("storage.agent.wal-compression-type") == "zstd" ? .zstandard : .snappy
        storage.usesLockFile = !flags.boolean("storage.agent.no-lockfile")
        if let bytes = flags.bytes("storage.agent.wal-segment-size"), bytes != 0 {
            if Self.walSegmentBytes.contains(Int(bytes)) {
                storage.walSegmentBytes = Int(bytes)
            } else {
                problem = "flag 'storage.agent.wal-segment-size' must be set between 10MB and 256MB"
            }
        }
        if let time = flags.milliseconds("storage.agent.retention.min-time"), time > 0 {
            storage.minRetentionMilliseconds = time
        }
        if let time = flags.milliseconds("storage.agent.retention.max-time"), time > 0 {
            storage.maxRetentionMilliseconds = time
        }
        storage.maxRetentionMilliseconds = max(storage.maxRetentionMilliseconds, storage.minRetentionMilliseconds)
        let interval = flags.milliseconds("storage.agent.wal-truncate-frequency") ?? 0
        truncationInterval = .milliseconds(interval > 0 ? interval : 2 * 3_600_000)
    }
}
