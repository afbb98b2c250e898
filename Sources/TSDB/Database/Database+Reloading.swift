internal import PrometheusClient
internal import PrometheusModel
internal import Storage
internal import Synchronization

extension Database {
    static let deletionSuffix = ".tmp-for-deletion"

    /// Opens blocks that are new, forgets those that are gone, and removes those that are not wanted any more.
    ///
    /// A block that is damaged is reported and left alone; the others are served.
    func reloadBlocks(_ work: inout MaintenanceState) throws(StorageError) {
        options.metrics?.reloads.increment()
        do throws(StorageError) {
            var loading = try BlockLoading(
                directory: directory,
                known: blockSet.withReadLock { $0.blocks },
                chunkRange: options.chunkRangeMilliseconds
            )
            report(loading, &work)
            let expired = expire(&loading)
            let (loaded, problems) = (loading.loaded, loading.problems.mapValues(\.text))
            blockSet.withLock { set in
                set.blocks = loaded
                set.problems = problems
            }
            reportOverlaps(loaded.map(\.meta), &work)
            for block in loading.replaced + expired { try discard(block.directory) }
            for (path, _) in loading.replacedDirectories { try discard(path) }
        } catch {
            options.metrics?.reloadFailures.increment()
            throw error
        }
    }

    /// Removes what a crash may have left: blocks that were being written or removed, and old names for the same.
    static func removeLeftovers(_ directory: String, _ operations: FileOperations) throws(StorageError) {
        let suffixes = [BlockWriter.creationSuffix, deletionSuffix, ".tmp"]
        for (place, isWanted) in [
            (directory, { (name: Substring) in ULID(name) != nil || name.hasPrefix("chunk_snapshot.") }),
            ("\(directory)/wal", { (name: Substring) in name.hasPrefix("checkpoint.") }),
        ] {
            for entry in try DirectoryListing.entries(of: place, missingIsEmpty: true) where entry.isDirectory {
                guard let suffix = suffixes.first(where: { entry.name.hasSuffix($0) }) else { continue }
                guard isWanted(entry.name.dropLast(suffix.count)) else { continue }
                try operations.removeTree("\(place)/\(entry.name)")
            }
        }
    }

    /// Takes the blocks out that the limits leave no room for.
    private func expire(_ loading: inout BlockLoading) -> [Block] {
        let limits = settings.withLock { $0.retention }
        let capacity = limits.percentage > 0 ? DirectoryListing.capacityBytes(of: directory) : nil
        if limits.percentage > 0, capacity == nil {
            tell(.warning, "Unable to detect the size of the filesystem, using the byte limit", [("dir", directory)])
        }
        let blocks = loading.loaded
        let decision = RetentionDecision(
            blocks.map { RetentionDecision.Block(maxTime: $0.meta.maxTime, sizeBytes: Int64($0.sizeBytes)) },
            timeMilliseconds: limits.timeMilliseconds,
            sizeBytes: limits.effectiveSizeBytes(capacityBytes: capacity),
            usedBytes: headBytes
        )
        if !decision.tooOld.isEmpty { options.metrics?.timeRetentions.increment() }
        if !decision.tooMuch.isEmpty { options.metrics?.sizeRetentions.increment() }
        let expired = Set(decision.tooOld + decision.tooMuch)
        loading.keep { !expired.contains($0) }
        return expired.sorted().map { blocks[$0] }
    }

    /// Removes a block's directory, of which there is never half a one; readers keep the files until they are done.
    func discard(_ path: String) throws(StorageError) {
        let name = String(path.split(separator: "/").last ?? "")
        let doomed = path + Self.deletionSuffix
        try options.operations.removeTree(doomed)
        try options.operations.rename(path, to: doomed)
        try options.operations.removeTree(doomed)
        tell(.information, "Deleting obsolete block", [("block", name)])
    }

    // MARK: Reports, each once

    private func report(_ loading: BlockLoading, _ work: inout MaintenanceState) {
        for (path, text) in loading.replacedDirectories {
            tell(
                .warning,
                "Found corrupted block, but replaced by compacted one, so it's safe to delete. This should not happen "
                    + "with atomic deletes.",
                [("block", path), ("err", text)]
            )
        }
        for (name, problem) in loading.problems where work.reported[name] != problem.text {
            if problem.isCorrupted {
                tell(.error, "Found corrupted block, leaving it out", [("block", name), ("err", problem.text)])
            } else {
                tell(
                    .error,
                    "Failed to read meta.json for a block during reloadBlocks. Skipping",
                    [("dir", problem.directory), ("err", problem.text)]
                )
            }
        }
        work.reported = loading.problems.mapValues(\.text)
        let corrected = loading.loaded.filter { $0.correction != nil }
        for block in corrected where !work.corrected.contains(block.directory) {
            tell(
                .warning,
                "Times in meta.json of a block contradict its index, going by the index",
                [("block", block.directory), ("times", block.correction ?? "")]
            )
        }
        work.corrected = Set(corrected.map(\.directory))
    }

    private func reportOverlaps(_ metas: [BlockMeta], _ work: inout MaintenanceState) {
        let text = BlockOverlaps.text(metas)
        defer { work.overlaps = text }
        guard !text.isEmpty, text != work.overlaps else { return }
        tell(.warning, "Overlapping blocks found during reloadBlocks", [("detail", text)])
    }
}
