package import LabelMatching
internal import PrometheusClient
internal import PrometheusModel
package import Storage

extension Database {
    /// Deletes the samples of all series that pass `matchers` with times in `interval`, both ends included.
    ///
    /// They are hidden at once, and gone when their blocks are written anew. Survives a crash.
    package func deleteSeries(_ matchers: [LabelMatcher], in interval: ClosedRange<Int64>) throws(StorageError) {
        try maintenance.withLock { _ throws(StorageError) in
            for block in blockSet.withReadLock({ $0.blocks }) where block.meta.overlaps(interval) {
                try block.delete(matchers, in: interval, options.operations)
            }
            try head.delete(matchers, in: interval)
        }
    }

    /// Writes every block anew of which something is deleted.
    package func cleanTombstones() throws(StorageError) {
        let start = ContinuousClock.now
        try maintenance.withLock { work throws(StorageError) in
            while let block = blockSet.withReadLock({ $0.blocks.first { !$0.tombstones.isEmpty } }) {
                guard !isStopping else { throw .cancelled }
                try clean(block, &work)
            }
        }
        options.metrics?.tombstoneCleanupSeconds.observe(start.duration(to: .now) / .seconds(1))
    }

    private func clean(_ block: Block, _ work: inout MaintenanceState) throws(StorageError) {
        let old = block.meta
        let ulid = ULID.make(options.clock)
        var meta = BlockMeta(cutFromHead: old.minTime..<old.maxTime, ulid: ulid, hint: nil)
        meta.compaction.parents = [BlockMeta.Parent(ulid: old.ulid, minTime: old.minTime, maxTime: old.maxTime)]
        meta.compaction.hints = old.compaction.hints
        let cursor = try BlockCompactionCursor(block)
        if let written = try compactor(in: directory).write([cursor], meta) {
            try takeIn(written, &work)
        } else {
            try markDeletable([block])
            try reloadBlocks(&work)
        }
    }
}
