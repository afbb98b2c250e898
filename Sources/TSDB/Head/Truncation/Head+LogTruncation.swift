internal import PrometheusBytes
internal import Storage
internal import Synchronization

extension Head {
    /// Replaces the oldest two thirds of the log's segments by a checkpoint of what is still needed of them.
    ///
    /// Samples before `mint` are not needed: they are in a block. Done for ever newer times only. Commits go on; one
    /// truncation at a time, and none of the head's memory meanwhile.
    package func truncateLog(before mint: Int64) throws(StorageError) {
        let isNewer = logTruncation.withLock { state in
            guard mint > state.lastTime else { return false }
            state.lastTime = mint
            return true
        }
        guard isNewer else { return }
        let start = ContinuousClock.now
        do throws(StorageError) {
            try truncateLogSegments(before: mint)
        } catch {
            logTruncation.withLock { $0.statistics.failedTruncations += 1 }
            throw error
        }
        logTruncation.withLock { state in
            // Nobody may ever ask.
            if state.durations.count < 100 { state.durations.append(start.duration(to: .now)) }
        }
    }

    /// How long shortening the log took each time since the last call.
    package func takeLogTruncationDurations() -> [Duration] {
        logTruncation.withLock { state in
            defer { state.durations = [] }
            return state.durations
        }
    }

    private func truncateLogSegments(before mint: Int64) throws(StorageError) {
        guard let plan = try beginLogTruncation() else { return }
        let needed = neededReferences(before: mint)
        logTruncation.withLock { $0.statistics.checkpointCreations += 1 }
        let filter = CheckpointFilter(mint: mint) { needed.contains($0) }
        do throws(Checkpoint.Failure) {
            try Checkpoint.write(in: plan.directory, plan.segments, plan.options, filter, files)
        } catch {
            logTruncation.withLock { $0.statistics.failedCheckpointCreations += 1 }
            throw error.storageError
        }
        removeReplaced(plan.directory, plan.segments.upperBound)
        writer.withLock { $0.removed.removeAll(before: mint) }
    }

    private struct LogTruncationPlan {
        var directory: String
        var segments: ClosedRange<Int>
        var options: WALOptions
    }

    /// Begins a new segment and says which ones to replace; `nil` if there are too few.
    private func beginLogTruncation() throws(StorageError) -> LogTruncationPlan? {
        try writer.withLock { writer throws(StorageError) in
            guard !writer.isClosed, let directory = writer.log?.directory, let options = writer.log?.options else {
                return nil
            }
            let segments = try WALDirectory.segments(in: directory)
            guard let first = segments.first?.index, let current = segments.last?.index else { return nil }
            try writer.log?.cut()
            let last = first + (current - 1 - first) * 2 / 3
            guard current > 0, last > first else { return nil }
            logTruncation.withLock { $0.statistics.truncations += 1 }
            return LogTruncationPlan(directory: directory, segments: first...last, options: options)
        }
    }

    /// The numbers of the series whose records a checkpoint has to keep.
    private func neededReferences(before mint: Int64) -> SortedReferences {
        writer.withLock { writer in
            var references: [UInt64] = writer.removed.needed(from: mint)
            index.withReadLock { index in
                for id in 0..<index.count where index.isListed(SeriesID(id)) {
                    references.append(writer.references[SeriesID(id)])
                }
            }
            return SortedReferences(references)
        }
    }

    /// Removes what the checkpoint of `last` stands for.
    ///
    /// What cannot be removed is only in the way: the next attempt or the
    /// next start finds it.
    private func removeReplaced(_ directory: String, _ last: Int) {
        do throws(StorageError) {
            for segment in try WALDirectory.segments(in: directory) where segment.index <= last {
                try files.remove(segment.path)
            }
        } catch { logTruncation.withLock { $0.statistics.failedTruncations += 1 } }
        logTruncation.withLock { $0.statistics.checkpointDeletions += 1 }
        do throws(StorageError) {
            for checkpoint in try WALDirectory.checkpoints(in: directory) where checkpoint.index < last {
                try files.removeTree(checkpoint.path)
            }
        } catch { logTruncation.withLock { $0.statistics.failedCheckpointDeletions += 1 } }
    }
}
