internal import Storage
internal import Synchronization

extension Database {
    /// The numbers of the blocks for the self metrics.
    package struct BlockFacts: Sendable {
        package var blockCount = 0
        package var sizeBytes: Int64 = 0
        package var symbolTableBytes = 0
        /// The oldest time of a block or, without blocks, of the head; `nil` if there is nothing.
        package var oldestTimeMilliseconds: Int64?
        package var retention = RetentionLimits()
        /// The limit in bytes that holds.
        package var retentionBytes: Int64 = 0
    }

    /// The numbers of the blocks now.
    package var blockFacts: BlockFacts {
        let blocks = blockSet.withReadLock { $0.blocks }
        var facts = BlockFacts()
        facts.blockCount = blocks.count
        for block in blocks {
            facts.sizeBytes += Int64(block.sizeBytes)
            facts.symbolTableBytes += block.symbolTableBytes
        }
        facts.oldestTimeMilliseconds = blocks.map(\.meta.minTime).min() ?? head.statistics.minTimeMilliseconds
        facts.retention = settings.withLock { $0.retention }
        let capacity = facts.retention.percentage > 0 ? DirectoryListing.capacityBytes(of: directory) : nil
        facts.retentionBytes = facts.retention.effectiveSizeBytes(capacityBytes: capacity)
        return facts
    }

    /// What the blocks say of themselves, oldest first.
    package var blockMetas: [BlockMeta] { blockSet.withReadLock { $0.blocks }.map(\.meta) }

    /// Why blocks are left out, by the names of their directories.
    package var blockProblems: [String: String] { blockSet.withReadLock { $0.problems } }

    /// The bytes of the logs and of the head's chunks on the disk.
    var headBytes: Int64 {
        ["wal", "wbl", "chunks_head"].reduce(0) { $0 + DirectoryListing.sizeBytes(of: "\(directory)/\($1)") }
    }

    /// The bytes of the file system that a directory is on, or will be; `nil` if they are not known.
    package static func capacityBytes(of directory: String) -> UInt64? {
        if let bytes = DirectoryListing.capacityBytes(of: directory) { return bytes }
        // It may not have been created yet.
        let parent = FileOperations.parent(of: directory)
        return parent == directory ? nil : capacityBytes(of: parent)
    }
}
