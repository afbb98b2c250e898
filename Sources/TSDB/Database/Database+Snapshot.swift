internal import PrometheusModel
package import Storage

extension Database {
    /// Whether a snapshot has what is only in memory and in the log.
    package enum SnapshotScope: Sendable {
        case everything
        case blocksOnly
    }

    /// Makes a directory that a server can be started on: hard links of all blocks, and a block of the head.
    ///
    /// Returns its name under `snapshots`.
    package func snapshot(_ scope: SnapshotScope) throws(StorageError) -> String {
        let name = SnapshotName.make(options.clock)
        let target = "\(directory)/snapshots/\(name)"
        try maintenance.withLock { _ throws(StorageError) in
            try options.operations.makeDirectories(target)
            for block in blockSet.withReadLock({ $0.blocks }) {
                tell(.information, "Snapshotting block", [("block", "\(block.meta.ulid)")])
                try link(block.directory, in: "\(target)/\(block.meta.ulid)")
            }
            guard scope == .everything, let times = head.timeSpan else { return }
            var cursors = [HeadCompactionCursor(head, times)]
            var (begin, end) = (times.lowerBound, times.upperBound)
            if let late = head.samples.withReadLock({ $0.late.times }) {
                (begin, end) = (min(begin, late.lowerBound), max(end, late.upperBound))
                cursors.append(HeadCompactionCursor(lateOf: head, late))
            }
            let meta = BlockMeta(cutFromHead: begin..<end.addingClamped(1), ulid: .make(options.clock), hint: nil)
            _ = try compactor(in: target).write(cursors, meta)
        }
        return name
    }

    /// Gives every file of a directory a second name in a new one.
    ///
    /// Files of blocks are only ever replaced, so that a second name keeps what it was given to.
    private func link(_ source: String, in target: String) throws(StorageError) {
        try options.operations.makeDirectory(target)
        for entry in try DirectoryListing.entries(of: source, missingIsEmpty: false) {
            let (from, to) = ("\(source)/\(entry.name)", "\(target)/\(entry.name)")
            if entry.isDirectory {
                try link(from, in: to)
            } else if !entry.name.hasSuffix(".tmp") {
                try options.operations.link(from, to: to)
            }
        }
    }
}
