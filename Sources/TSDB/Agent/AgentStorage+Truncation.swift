package import Storage
internal import Synchronization

extension AgentStorage {
    /// Forgets series without samples since `time`, and replaces the oldest two thirds of the log's segments by a
    /// checkpoint of what is still needed of them.
    ///
    /// Commits go on meanwhile; one truncation at a time.
    package func truncate(before time: Int64) throws(StorageError) {
        guard let plan = try beginTruncation(before: time) else { return }
        let needed = state.withLock { state in
            var references = Array(state.series.keys)
            for entry in state.series.values { references += entry.otherReferences }
            references += state.deleted.filter { $0.value > plan.segments.upperBound }.keys
            state.statistics.checkpointCreations += 1
            return SortedReferences(references)
        }
        let filter = CheckpointFilter(mint: time) { needed.contains($0) }
        do throws(Checkpoint.Failure) {
            try Checkpoint.write(in: plan.directory, plan.segments, plan.options, filter, files)
        } catch {
            state.withLock { $0.statistics.failedCheckpointCreations += 1 }
            throw error.storageError
        }
        removeReplaced(plan.directory, plan.segments.upperBound)
        state.withLock { state in
            state.deleted = state.deleted.filter { $0.value > plan.segments.upperBound }
        }
    }

    private struct Plan {
        var directory: String
        var segments: ClosedRange<Int>
        var options: WALOptions
    }

    /// Forgets series, begins a new segment and says which ones to replace; `nil` if there are too few.
    private func beginTruncation(before time: Int64) throws(StorageError) -> Plan? {
        try state.withLock { state throws(StorageError) in
            guard let directory = state.log?.directory, let options = state.log?.options,
                let segment = state.log?.segment
            else { return nil }
            state.removeSeries(before: time, segment: segment)
            let segments = try WALDirectory.segments(in: directory)
            guard let first = segments.first?.index, let current = segments.last?.index else { return nil }
            try state.log?.cut()
            let last = first + (current - 1 - first) * 2 / 3
            guard current > 0, last > first else { return nil }
            return Plan(directory: directory, segments: first...last, options: options)
        }
    }

    /// Removes what the checkpoint of `last` stands for.
    ///
    /// What cannot be removed is only in the way: the next attempt or the next start finds it.
    private func removeReplaced(_ directory: String, _ last: Int) {
        var isFailed = false
        do throws(StorageError) {
            for segment in try WALDirectory.segments(in: directory) where segment.index <= last {
                try files.remove(segment.path)
            }
            for checkpoint in try WALDirectory.checkpoints(in: directory) where checkpoint.index < last {
                try files.removeTree(checkpoint.path)
            }
        } catch { isFailed = true }
        let failed = isFailed
        state.withLock { state in
            state.statistics.checkpointDeletions += 1
            if failed { state.statistics.failedCheckpointDeletions += 1 }
        }
    }
}
