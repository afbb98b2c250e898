internal import Storage
internal import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

extension Head {
    /// How many series are looked at, and ids of postings rewritten, while others wait for the lock.
    private static let sliceSeries = 4096
    private static let sliceIDs = 1 << 18

    /// Drops what is older than `mint`: chunks that end before it, and series that have none left.
    ///
    /// From then on samples before `mint` are refused. Waits for queriers that look there; new ones do not: what they
    /// miss must be in a block that they see, which is why a querier over both opens the head first. Commits and
    /// queries go on meanwhile. One truncation at a time.
    /// - Returns: how long dropping took; `nil` if there was nothing to drop, or the head is about to be closed: what was
    ///   to go is in a block, and the next start leaves it there.
    @discardableResult
    func truncate(before mint: Int64) -> Duration? {
        let isNeeded = samples.withLock { samples in
            let isEmpty = samples.minTime > samples.maxTime
            guard isEmpty || samples.minTime < mint else { return false }
            samples.readers.barrier = max(samples.readers.barrier, mint)
            return true
        }
        guard isNeeded else { return nil }
        guard waitForReaders(before: mint) else { return nil }
        samples.withLock { samples in
            samples.minTime = mint
            samples.minValidTime = max(samples.minValidTime, mint)
            samples.maxTime = max(samples.maxTime, mint)
            samples.tombstones.removeAll(before: mint)
            samples.counts.truncations += 1
        }
        let start = ContinuousClock.now
        collectGarbage(before: mint, raisesMinTime: true)
        return start.duration(to: .now)
    }

    /// Drops chunks that end before `mint`, and series that have none left.
    func collectGarbage(before mint: Int64, raisesMinTime: Bool) {
        var findings = SampleTable.TruncationFindings()
        let count = samples.withReadLock { $0.states.count }
        for start in stride(from: 0, to: count, by: Self.sliceSeries) {
            let range = start..<min(count, start + Self.sliceSeries)
            // Chunks on their way to a file are not dropped meanwhile.
            writer.withLock { _ in samples.withLock { $0.truncate(range, before: mint, &findings) } }
        }
        let oldest = raisesMinTime ? raiseMinTime(to: findings.oldestTime, mint) : max(findings.oldestTime, mint)
        removeSeries(findings.empty, oldest)
        // Files that stay are only in the way; the next truncation tries again.
        do throws(StorageError) { try removeChunkFiles(below: findings.oldestFile) } catch {
            samples.withLock { $0.counts.failedTruncations += 1 }
        }
    }

    /// The times follow what is really left: it may be newer than what was cut off.
    private func raiseMinTime(to found: Int64, _ mint: Int64) -> Int64 {
        samples.withLock { samples in
            guard found < .max, found > mint else { return mint }
            let appendable = samples.minValidTime(firstTime: found)
            let actual = min(found, appendable)
            guard actual > samples.minTime else { return samples.minTime }
            samples.minTime = actual
            samples.minValidTime = max(samples.minValidTime, actual)
            return actual
        }
    }

    /// Takes series out of memory that have nothing left.
    private func removeSeries(_ candidates: [SeriesID], _ oldest: Int64) {
        guard !candidates.isEmpty else { return }
        writer.withLock { writer in
            let removed = index.withLock { index in
                let removed = samples.withLock { samples in candidates.filter { samples.remove($0) } }
                index.beginRemoval(removed)
                return removed
            }
            for series in removed {
                writer.removed.insert(writer.references[series], until: oldest)
                writer.metadata[series] = nil
            }
        }
        // In slices, so that nobody waits long.
        while !index.withLock({ $0.continueRemoval(budget: Self.sliceIDs) }) {}
    }

    /// Waits for all queriers that are open now; later ones do not matter.
    func waitForReadersOfNow() throws(StorageError) {
        let newest = samples.withReadLock { $0.readers.newest }
        while samples.withReadLock({ $0.readers.isOpen(upTo: newest) }) {
            guard !stopsWaiting.load(ordering: .relaxed) else { throw .cancelled }
            usleep(10_000)
        }
    }

    private func waitForReaders(before mint: Int64) -> Bool {
        // Queries end, or their time does.
        while samples.withReadLock({ $0.readers.isReading(before: mint) }) {
            guard !stopsWaiting.load(ordering: .relaxed) else { return false }
            usleep(10_000)
        }
        return true
    }
}
