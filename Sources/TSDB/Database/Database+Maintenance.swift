internal import Storage
internal import Synchronization

extension Database {
    /// Begins to keep the database in order in the background: blocks that come and go, compaction, retention.
    package func startMaintenance() {
        let thread = MaintenanceThread.start { [self] in
            guard !isStopping else { return .zero }
            return maintain()
        }
        guard let thread else { return tell(.error, "starting the maintenance thread failed", []) }
        let isLate = backgroundThread.withLock { current in
            if isStopping { return true }
            current = thread
            return false
        }
        if isLate { thread.stop() }
    }

    /// Waits for the round in the background to end, and ends the rounds.
    func stopMaintenance() {
        stopping.store(true, ordering: .sequentiallyConsistent)
        head.stopsWaiting.store(true, ordering: .relaxed)
        backgroundThread.withLock { $0.take() }?.stop()
    }

    /// Whether whoever compacts should stop.
    var isStopping: Bool { stopping.load(ordering: .sequentiallyConsistent) }

    /// One round of everything that is due; returns how long to wait before the next one.
    ///
    /// Problems are reported and tried again later, sooner at first.
    @discardableResult
    package func maintain() -> Duration {
        maintenance.withLock { work in
            let interval = options.reloadIntervalMilliseconds
            do throws(StorageError) {
                try step("reload blocks") { () throws(StorageError) in try reloadBlocks(&work) }
                try step("mapping chunks failed") { () throws(StorageError) in try head.mapChunksRegularly() }
                try step("sync previous segment") { () throws(StorageError) in
                    try head.syncFinishedSegments(options.onSync)
                }
                try step("compaction failed") { () throws(StorageError) in try compact(&work) }
                try step("stale series compaction failed") { () throws(StorageError) in
                    try compactStaleSeries(&work)
                }
                work.backoffMilliseconds = MaintenanceState.shortestBackoff
                // While compaction is being put off, commits have nothing to wake for.
                if !isHeadCompactable { noteCompactable() }
                return .milliseconds(interval)
            } catch {
                let pause = work.backoffMilliseconds
                work.backoffMilliseconds = min(pause * 2, MaintenanceState.longestBackoff)
                return .milliseconds(min(pause, interval))
            }
        }
    }

    /// Tells of a failure.
    private func step(_ message: String, _ body: () throws(StorageError) -> Void) throws(StorageError) {
        do throws(StorageError) { try body() } catch {
            if error != .cancelled { tell(.error, message, [("err", "\(error)")]) }
            throw error
        }
    }

    /// Remembers from which time of a sample on the head can be compacted: any, as long as it is empty.
    func noteCompactable() {
        guard let times = head.timeSpan else { return compactableFrom.store(.min, ordering: .relaxed) }
        let span = options.chunkRangeMilliseconds / 2 * 3
        compactableFrom.store(times.lowerBound.addingClamped(span), ordering: .relaxed)
    }

    /// Wakes the maintenance if a commit made the head compactable.
    func noteCommit(_ newest: Int64) {
        guard newest > compactableFrom.load(ordering: .relaxed) else { return }
        // Once is enough; the round that follows sets it again.
        compactableFrom.store(.max, ordering: .relaxed)
        backgroundThread.withLock { $0 }?.wake()
    }

    func tell(_ severity: DatabaseEvent.Severity, _ message: String, _ facts: [(name: String, value: String)]) {
        options.onEvent(DatabaseEvent(severity, message, facts))
    }
}
