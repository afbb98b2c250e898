internal import PrometheusClient
internal import PrometheusModel
package import Storage
internal import Synchronization

extension Database {
    /// Writes what the head has too much of to blocks, and merges blocks, until there is nothing left to do.
    ///
    /// Whatever step it stops at, nothing is lost: samples leave the head when their block is complete, and blocks go
    /// when the one that replaces them is.
    package func compact() throws(StorageError) {
        try maintenance.withLock { work throws(StorageError) in try compact(&work) }
    }

    func compact(_ work: inout MaintenanceState) throws(StorageError) {
        options.metrics?.compactionsTriggered.increment()
        do throws(StorageError) {
            var hasCut = false
            while isHeadCompactable, !isDelayed(&work) {
                guard !isStopping else { throw .cancelled }
                try compactHead(&work)
                hasCut = true
            }
            try shortenLog()
            if hasCut { try compactLate(&work) }
            try compactBlocks(&work)
            try shortenLog()
        } catch {
            if error != .cancelled { options.metrics?.compactionsFailed.increment() }
            throw error
        }
    }

    /// Whether the head spans so much more than a block that one can be cut from it.
    var isHeadCompactable: Bool {
        let statistics = head.timeSpan
        guard let statistics else { return false }
        let span = statistics.upperBound.subtractingClamped(statistics.lowerBound)
        return span > options.chunkRangeMilliseconds / 2 * 3
    }

    /// Whether the head's compaction is being put off, so that many servers do not compact at the same time.
    private func isDelayed(_ work: inout MaintenanceState) -> Bool {
        guard options.delayedCompactionPercent > 0 else { return false }
        let now = options.clock.nowMilliseconds()
        if let end = work.delayedUntil { return now < end }
        work.delayedUntil = now.addingClamped(compactionDelayMilliseconds)
        return compactionDelayMilliseconds > 0
    }

    /// Takes out of the log what is in blocks.
    private func shortenLog() throws(StorageError) {
        guard let end = blockSet.withReadLock({ $0.inOrderEnd }) else { return }
        defer {
            for took in head.takeLogTruncationDurations() {
                options.metrics?.logTruncationSeconds.observe(took / .seconds(1))
            }
        }
        try head.truncateLog(before: end)
    }

    /// Cuts the oldest block from the head.
    private func compactHead(_ work: inout MaintenanceState) throws(StorageError) {
        guard let times = head.timeSpan else { return }
        let end = BlockWindow.headEnd(times.lowerBound, options.chunkRangeMilliseconds)
        try writeHeadBlock(times.lowerBound..<end, hint: nil, &work)
        if let took = head.truncate(before: end) {
            options.metrics?.garbageCollectionSeconds.observe(took / .seconds(1))
        }
        work.delayedUntil = nil
        noteCompactable()
    }

    /// Writes a block from the series of the head that `isWanted` accepts and takes it into the set.
    func writeHeadBlock(
        _ times: Range<Int64>,
        hint: String?,
        only isWanted: (UInt32) -> Bool = { _ in true },
        lateBelow late: UInt64? = nil,
        _ work: inout MaintenanceState
    ) throws(StorageError) {
        let start = ContinuousClock.now
        let ulid = ULID.make(options.clock)
        let facts = [("mint", "\(times.lowerBound)"), ("maxt", "\(times.upperBound)"), ("ulid", "\(ulid)")]
        tell(.information, "write block started", facts)
        let meta = BlockMeta(cutFromHead: times, ulid: ulid, hint: hint)
        let written = try writeHead(meta, only: isWanted, late)
        let took = ("duration", "\(start.duration(to: .now))")
        guard let written else { return tell(.information, "write block resulted in empty block", facts + [took]) }
        tell(.information, "write block completed", facts + [took])
        try takeIn(written, &work)
    }

    /// Walks the head in a function of its own: as long as the walk exists, nothing of its window leaves the head.
    private func writeHead(
        _ meta: BlockMeta,
        only isWanted: (UInt32) -> Bool,
        _ late: UInt64?
    ) throws(StorageError) -> BlockMeta? {
        let window = meta.minTime...(meta.maxTime - 1)
        let cursor =
            if let late {
                HeadCompactionCursor(lateOf: head, window, below: late)
            } else {
                HeadCompactionCursor(head, window, only: isWanted)
            }
        return try compactor(in: directory).write([cursor], meta)
    }

    /// Loads a block that has just been written, or removes it again.
    func takeIn(_ written: BlockMeta, _ work: inout MaintenanceState) throws(StorageError) {
        do throws(StorageError) {
            try reloadBlocks(&work)
            let path = "\(directory)/\(written.ulid)"
            let problem = blockSet.withReadLock { $0.problems["\(written.ulid)"] }
            if let problem { throw .corrupt("new block \(path): \(problem)") }
        } catch {
            // The samples are still where they came from.
            if !blockSet.withReadLock({ set in set.blocks.contains { $0.meta.ulid == written.ulid } }) {
                try? discard("\(directory)/\(written.ulid)")
            }
            throw error
        }
    }

    // MARK: Blocks

    /// Merges blocks until the planner finds nothing more.
    private func compactBlocks(_ work: inout MaintenanceState) throws(StorageError) {
        let planner = CompactionPlanner(
            ranges: CompactionPlanner.ranges(
                shortest: options.chunkRangeMilliseconds,
                longest: options.longestBlockMilliseconds
            ),
            mergesOverlaps: options.mergesOverlappingBlocks
        )
        while true {
            guard !isStopping else { throw .cancelled }
            if isHeadCompactable, !isDelayed(&work) {
                return tell(.warning, "aborting block compactions to persist the head block", [])
            }
            let blocks = blockSet.withReadLock { $0.blocks }.sorted { $0.meta.ulid < $1.meta.ulid }
            let plan = planner.plan(candidates(blocks, &work))
            if plan.isEmpty { return }
            try merge(plan.map { blocks[$0] }, &work)
        }
    }

    private func candidates(_ blocks: [Block], _ work: inout MaintenanceState) -> [CompactionCandidate] {
        let uploaded = uploadedBlocks(&work)
        return blocks.map { block in
            let meta = block.meta
            var candidate = meta.candidate
            candidate.isHeldBack = uploaded.map { !$0.contains("\(meta.ulid)") } ?? false
            return candidate
        }
    }

    /// Replaces blocks by one.
    private func merge(_ blocks: [Block], _ work: inout MaintenanceState) throws(StorageError) {
        let start = ContinuousClock.now
        let metas = blocks.map(\.meta)
        let meta = BlockMeta(merging: metas, ulid: .make(options.clock))
        if !BlockOverlaps.text(metas).isEmpty {
            options.metrics?.verticalCompactions.increment()
            tell(.information, "Found overlapping blocks during compaction", [("ulid", "\(meta.ulid)")])
        }
        let written: BlockMeta?
        do throws(StorageError) {
            var cursors: [any SeriesCursor] = []
            for block in blocks { cursors.append(try BlockCompactionCursor(block)) }
            written = try compactor(in: directory).write(cursors, meta)
        } catch {
            markFailed(blocks, error)
            throw error
        }
        let facts = [
            ("count", "\(blocks.count)"), ("mint", "\(meta.minTime)"), ("maxt", "\(meta.maxTime)"),
            ("ulid", "\(meta.ulid)"), ("sources", "\(metas.map { "\($0.ulid)" })"),
            ("duration", "\(start.duration(to: .now))"),
        ]
        guard let written else {
            tell(.information, "compact blocks resulted in empty block", facts)
            try markDeletable(blocks)
            return try reloadBlocks(&work)
        }
        tell(.information, "compact blocks", facts)
        try takeIn(written, &work)
    }

    /// Keeps blocks from being tried again and again that cannot be merged because of what is in them.
    ///
    /// A full disk is another matter: that passes.
    private func markFailed(_ blocks: [Block], _ error: StorageError) {
        guard case .corrupt = error else { return }
        for block in blocks {
            var meta = block.meta
            meta.compaction.hasFailed = true
            do throws(StorageError) { try block.replaceMeta(meta, options.operations) } catch {
                tell(.error, "setting compaction failed", [("block", "\(meta.ulid)"), ("err", "\(error)")])
            }
        }
    }

    func markDeletable(_ blocks: [Block]) throws(StorageError) {
        for block in blocks {
            var meta = block.meta
            meta.compaction.isDeletable = true
            try block.replaceMeta(meta, options.operations)
        }
    }

    func compactor(in target: String) -> BlockCompactor {
        var writing = BlockWriterOptions()
        writing.segmentBytes = options.chunkSegmentBytes
        writing.operations = options.operations
        return BlockCompactor(
            directory: target,
            options: writing,
            floatEncoding: settings.withLock { $0.floatEncoding },
            metrics: options.metrics,
            isCancelled: { [self] in isStopping }
        )
    }
}
