package import Storage
internal import Synchronization

/// A data directory that somebody else may have open: it is read and never changed, and its lock is not asked.
///
/// Blocks are mapped. What is newer comes from the log, which is read when a query first asks for it, into memory: the log
/// has all that the head chunk files have. Damage at the end of the log is what a server that is just writing leaves there.
package final class ReadOnlyDatabase: Queryable {
    /// How often the log is read again because the server shortened it meanwhile.
    private static let attempts = 3

    /// The data directory.
    package let directory: String
    /// The blocks in the order of their beginnings, without those that others have replaced.
    package let blocks: [Block]
    private let recent = Mutex(Recent())

    /// What was read of the log.
    private struct Recent {
        var head: Head?
        var damage: [String] = []
    }

    /// Opens the blocks of a data directory.
    ///
    /// A block that is damaged and has not been replaced is an error; a directory without a readable `meta.json` is none.
    package init(directory: String) throws(StorageError) {
        self.directory = directory
        var open: [Block] = []
        var damaged: [(ulid: ULID, error: StorageError)] = []
        for entry in try DirectoryListing.entries(of: directory, missingIsEmpty: false) where entry.isDirectory {
            let path = "\(directory)/\(entry.name)"
            guard let ulid = ULID(entry.name), (try? Block.readMeta(path)) != nil else { continue }
            do throws(StorageError) { open.append(try Block(directory: path)) } catch { damaged.append((ulid, error)) }
        }
        let metas = open.map(\.meta)
        let replaced = Set(metas.flatMap { meta in meta.compaction.parents.map(\.ulid).filter { $0 != meta.ulid } })
        for (ulid, error) in damaged where !replaced.contains(ulid) {
            throw .corrupt("corrupted block \(ulid): \(error)")
        }
        blocks = zip(open, metas)
            .filter { !$0.1.compaction.isDeletable && !replaced.contains($0.1.ulid) }
            .sorted { ($0.1.minTime, $0.1.ulid) < ($1.1.minTime, $1.1.ulid) }
            .map(\.0)
    }

    /// The end of what blocks hold that were cut from the head in order: the others say nothing about what is missing.
    private var inOrderEnd: Int64? {
        let early = [BlockMeta.fromOutOfOrder, BlockMeta.fromStaleSeries, BlockMeta.fromSelectedSeries]
        return blocks.map(\.meta)
            .filter { meta in !meta.compaction.hints.contains { early.contains($0) } }
            .map(\.maxTime).max()
    }

    /// The block that was made last, `nil` if there is none.
    package var newestBlock: Block? { blocks.max { $0.meta.ulid < $1.meta.ulid } }

    /// Where the log was damaged; what stood behind was not read.
    package var logDamage: [String] { recent.withLock { $0.damage } }

    package func querier(_ window: ClosedRange<Int64>) throws(StorageError) -> any Querier {
        var queriers: [any Querier] = []
        for block in blocks where block.meta.overlaps(window) { queriers.append(try block.querier(window)) }
        let end = inOrderEnd
        if end.map({ window.upperBound >= $0 }) ?? true || hasLateLog {
            queriers.append(HeadQuerier(head: try head(from: end), window: window))
        }
        return MergedQuerier(queriers)
    }

    // MARK: The log

    private func head(from start: Int64?) throws(StorageError) -> Head {
        try recent.withLock { recent throws(StorageError) in
            if let head = recent.head { return head }
            for attempt in 1...Self.attempts {
                do throws(StorageError) {
                    let (head, damage) = try readLog(from: start)
                    recent.head = head
                    recent.damage = damage
                    return head
                } catch {
                    guard case .io(_, StorageError.noSuchFile) = error, attempt < Self.attempts, hasLog else {
                        throw error
                    }
                }
            }
            throw .closed
        }
    }

    private var hasLog: Bool { (try? DirectoryListing.entries(of: "\(directory)/wal", missingIsEmpty: false)) != nil }

    /// Whether there may be samples that came out of order: those are of any time.
    private var hasLateLog: Bool {
        let entries = try? DirectoryListing.entries(of: "\(directory)/wbl", missingIsEmpty: true)
        return hasLog && entries?.contains { !$0.isDirectory && $0.byteCount > 0 } ?? false
    }

    private func readLog(from start: Int64?) throws(StorageError) -> (head: Head, damage: [String]) {
        let path = "\(directory)/wal"
        guard hasLog else {
            throw .io(
                operation: "read WAL: find last checkpoint: open \(path)",
                errorNumber: StorageError.noSuchFile
            )
        }
        let head = Head(chunkRange: DatabaseOptions().chunkRangeMilliseconds)
        // What is older is in blocks, whatever the log still has of it.
        if let start { head.truncate(before: start) }
        var replay = HeadReplay(head, HeadChunkLoading())
        var damage: [String] = []
        let checkpoint = try WALDirectory.newestCheckpoint(in: path)
        if let checkpoint {
            var reading = try CheckpointReading(checkpoint.path)
            try reading.read { kind, payload throws(WALRecordError) in try replay.apply(kind, payload) }
            damage += reading.damage.map { "backfill checkpoint: \($0)" }
        }
        for segment in try WALDirectory.segments(in: path) where segment.index > checkpoint?.index ?? -1 {
            var reader = try WALReader(directory: path, range: segment.index...segment.index)
            guard let reason = try Self.apply(&reader, &replay) else { continue }
            damage.append(reason)
            // A server would drop what follows, too.
            break
        }
        if let reason = try readLateLog(&replay) { damage.append(reason) }
        _ = replay.finish()
        return (head, damage)
    }

    /// Replays the write-behind log; says where it was damaged.
    ///
    /// It has all samples that came out of order and are in no block, also those that are in head chunk files.
    private func readLateLog(_ replay: inout HeadReplay) throws(StorageError) -> String? {
        guard hasLateLog else { return nil }
        let path = "\(directory)/wbl"
        for segment in try WALDirectory.segments(in: path) {
            var reader = try WALReader(directory: path, range: segment.index...segment.index)
            if let reason = try Self.apply(&reader, &replay, isLate: true) { return reason }
        }
        return nil
    }

    /// Replays all that can be read; says what was in the way of the rest.
    private static func apply(
        _ reader: inout WALReader,
        _ replay: inout HeadReplay,
        isLate: Bool = false
    ) throws(StorageError) -> String? {
        do throws(WALError) {
            while let kind = try reader.next() {
                var failure: WALRecordError?
                do throws(WALRecordError) {
                    if isLate {
                        try replay.applyLate(kind, reader.payload, honoursMarkers: false)
                    } else {
                        try replay.apply(kind, reader.payload)
                    }
                } catch { failure = error }
                if let failure { throw reader.corruption(failure) }
            }
            return nil
        } catch {
            switch error {
            case .corrupt(let corruption): return "\(corruption)"
            case .storage(let error): throw error
            }
        }
    }
}
