/// Settings of the storage that count at the start only, and only where the flag of the same meaning is not given.
///
/// Upstream has flags alone and refuses these fields; tutorials put them into the file all the same.
package struct StartupStorageSettings: Sendable, Hashable {
    /// The data directory: `--storage.tsdb.path`.
    package var path: String?
    /// `--storage.tsdb.retention.time`, in milliseconds.
    package var retentionMilliseconds: Int64?
    /// `--storage.tsdb.retention.size`, in bytes.
    package var retentionBytes: Int64?
    /// `--storage.tsdb.min-block-duration`, in milliseconds.
    package var minimumBlockMilliseconds: Int64?
    /// `--storage.tsdb.max-block-duration`, in milliseconds.
    package var maximumBlockMilliseconds: Int64?

    package init() {}

    /// Whether the file sets none of them.
    package var isEmpty: Bool { self == StartupStorageSettings() }

    /// The names of the settings that differ.
    package func differences(from other: StartupStorageSettings) -> [String] {
        [
            path == other.path ? nil : "path",
            retentionMilliseconds == other.retentionMilliseconds ? nil : "retention.time",
            retentionBytes == other.retentionBytes ? nil : "retention.size",
            minimumBlockMilliseconds == other.minimumBlockMilliseconds ? nil : "min-block-duration",
            maximumBlockMilliseconds == other.maximumBlockMilliseconds ? nil : "max-block-duration",
        ].compactMap(\.self)
    }
}
