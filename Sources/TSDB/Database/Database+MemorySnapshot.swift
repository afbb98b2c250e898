internal import Storage
internal import Synchronization

extension Database {
    /// Where the replay of the log begins.
    struct LogStart {
        /// The first segment that is needed, unless a checkpoint stands for it.
        var segment = 0
        /// How much of that segment is known already.
        var offset = 0
    }

    /// The replay of a log into a head with the chunks that were found in files and what a snapshot has.
    ///
    /// `makeHead` makes an empty head; `logStart` says where the log goes on. A snapshot of which something is wrong is removed, and everything comes from the log.
    static func restore(
        _ directory: String,
        _ log: borrowing WriteAheadLog,
        _ options: DatabaseOptions,
        _ logStart: inout LogStart,
        makeHead: () -> Head
    ) throws(StorageError) -> HeadReplay {
        let head = makeHead()
        let chunks = try loadChunks("\(directory)/chunks_head", into: head, options)
        let damage = head.samples.withReadLock { $0.counts.chunkFileCorruptions }
        var replay = HeadReplay(head, chunks)
        guard options.usesMemorySnapshot, let place = try MemorySnapshotPlace.newest(in: directory) else {
            return replay
        }
        // The log was removed, or files are gone whose samples only the log has.
        guard place.segment < log.segment, damage == 0 else {
            try? MemorySnapshotPlace.removeAll(in: directory, except: nil, options.operations)
            return replay
        }
        options.onReplay(.snapshotStarted)
        let start = ContinuousClock.now
        let failure: WALError
        do throws(WALError) {
            try replay.restore(place)
            options.onReplay(.snapshotLoaded(took: start.duration(to: .now)))
            logStart = LogStart(segment: place.segment, offset: place.offset)
            return replay
        } catch { failure = error }
        options.onReplay(.snapshotFailed("\(failure)"))
        try? MemorySnapshotPlace.removeAll(in: directory, except: nil, options.operations)
        let fresh = makeHead()
        replay = HeadReplay(fresh, try loadChunks("\(directory)/chunks_head", into: fresh, options))
        replay.statistics.snapshotErrors += 1
        return replay
    }

    /// Writes a snapshot of the head, which is closed, if that is wanted; `end` is where its log ends.
    func writeMemorySnapshot(_ end: Head.LogEnd?) throws(StorageError) {
        guard options.usesMemorySnapshot, let end else { return }
        try head.writeMemorySnapshot(
            MemorySnapshotPlace(in: directory, segment: end.segment, offset: end.offset),
            in: directory,
            end.options
        )
    }
}
