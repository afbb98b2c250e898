/// Samples that were decoded twice lately, from files that never change.
///
/// What is here depends on bytes of a file alone, never on what is appended, deleted or compacted: a key names a file that
/// is open and a part of it. So nothing is ever invalid; what is not asked for makes room. Only what is asked for a
/// second time is kept, so that a query that comes once costs nothing more.
final class ColumnCache: Sendable {
    private static let shardCount = 16
    private let shards: [ReadWriteLock<ColumnCacheShard>]

    /// Keeps columns of `byteLimit` bytes together at most.
    init(byteLimit: Int) {
        shards = (0..<Self.shardCount).map { _ in
            ReadWriteLock(ColumnCacheShard(byteLimit: byteLimit / Self.shardCount))
        }
    }

    /// The column of a key; on a second miss what `decode` makes of it is kept.
    ///
    /// `nil` if the samples are not worth keeping, or were not asked for before.
    func column(_ key: ColumnKey, _ decode: () -> DecodedColumn?) -> DecodedColumn? {
        find(key) ?? keep(key, decode)
    }

    /// The column of a key, if it is here.
    func find(_ key: ColumnKey) -> DecodedColumn? {
        let hash = key.hash
        return shard(hash).withReadLock { $0.find(key, hash) }
    }

    /// Notes that a key was asked for in vain; the second time what `decode` makes of it is kept, and returned.
    func keep(_ key: ColumnKey, _ decode: () -> DecodedColumn?) -> DecodedColumn? {
        let hash = key.hash
        guard shard(hash).withLock({ $0.wasSeen(hash) }), let column = decode() else { return nil }
        shard(hash).withLock { $0.insert(column, hash) }
        return column
    }

    /// Bits choose it that no place in a shard depends on.
    private func shard(_ hash: UInt64) -> ReadWriteLock<ColumnCacheShard> {
        shards[Int(truncatingIfNeeded: hash &>> 58) & (Self.shardCount - 1)]
    }
}
