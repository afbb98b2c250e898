internal import Storage

extension Database {
    /// Finds the chunks in the head chunk files, and has new ones written there.
    static func loadChunks(
        _ directory: String,
        into head: Head,
        _ options: DatabaseOptions
    ) throws(StorageError) -> HeadChunkLoading {
        options.onReplay(.chunksStarted)
        let start = ContinuousClock.now
        var writer = try HeadChunkWriter(directory: directory, operations: options.writes, removal: head.files)
        let chunks = try head.loadChunkFiles(&writer) { options.onReplay(.chunkDamageFound($0)) }
        head.attach(writer)
        options.onReplay(.chunksLoaded(took: start.duration(to: .now)))
        return chunks
    }

    /// Replays the newest checkpoint and the segments behind it, or what of them follows a snapshot.
    ///
    /// Damage in a segment is cut off behind its last whole record, and later segments are deleted, as upstream does.
    /// Damage in a checkpoint, with which upstream does not start, costs the records that it hides, and nothing else.
    static func run(
        _ replay: consuming HeadReplay,
        _ log: inout WriteAheadLog,
        _ lateLog: inout WriteAheadLog?,
        from logStart: LogStart,
        _ options: DatabaseOptions
    ) throws(StorageError) -> ReplayStatistics {
        let (progress, start) = (options.replayProgress, ContinuousClock.now)
        var replay = replay
        var checkpoint = try WALDirectory.newestCheckpoint(in: log.directory)
        // What the checkpoint stands for is in the snapshot.
        if let found = checkpoint, found.index < logStart.segment { checkpoint = nil }
        let first = checkpoint.map { $0.index + 1 } ?? logStart.segment
        let segments = try WALDirectory.segments(in: log.directory).filter {
            $0.index >= first && $0.index < log.segment
        }
        progress.start(min: segments.first?.index ?? first, max: segments.last?.index ?? first)
        options.onReplay(.started)
        if let checkpoint {
            try replayCheckpoint(checkpoint, log.options, &replay, options)
            options.onReplay(.checkpointLoaded)
        }
        let checkpointTook = start.duration(to: .now)
        for segment in segments {
            let segmentStart = ContinuousClock.now
            progress.reach(segment.index)
            let offset = segment.index == logStart.segment ? logStart.offset : 0
            let isWhole = try replaySegment(segment, from: offset, &log, &replay, options.onReplay)
            let last = segments.last?.index ?? segment.index
            options.onReplay(.segmentLoaded(segment.index, last: last, took: segmentStart.duration(to: .now)))
            // What stood behind damage is gone.
            if !isWhole { break }
        }
        let lateStart = ContinuousClock.now
        try replayLate(&lateLog, &replay, options)
        let lateTook = lateStart.duration(to: .now)
        var statistics = replay.finish()
        let took = start.duration(to: .now)
        statistics.durationMilliseconds = Int64(took / .milliseconds(1))
        options.onReplay(.finished(checkpoint: checkpointTook, segments: took - checkpointTook - lateTook))
        return statistics
    }

    private static func replayCheckpoint(
        _ checkpoint: WALDirectory.Checkpoint,
        _ walOptions: WALOptions,
        _ replay: inout HeadReplay,
        _ options: DatabaseOptions
    ) throws(StorageError) {
        var reading = try CheckpointReading(checkpoint.path)
        do throws(WALError) {
            reading.damage += try replay.replay(
                reading.segments,
                passesDamage: true,
                recordCount: &reading.recordCount
            )
        } catch { throw error.storageError }
        guard let first = reading.damage.first else { return }
        options.onReplay(.damageFound("backfill checkpoint: \(first)"))
        replay.statistics.checkpointRepair = reading.repair(walOptions, options.operations)
    }

    /// Replays a segment; `false` if it was damaged, and repaired.
    private static func replaySegment(
        _ segment: WALDirectory.Segment,
        from offset: Int,
        _ log: inout WriteAheadLog,
        _ replay: inout HeadReplay,
        _ onReplay: (ReplayEvent) -> Void
    ) throws(StorageError) -> Bool {
        var recordCount = 0
        do throws(WALError) {
            _ = try replay.replay([segment], from: offset, passesDamage: false, recordCount: &recordCount)
        } catch {
            switch error {
            case .corrupt(let corruption):
                onReplay(.damageFound("\(corruption)"))
                replay.note(try log.repair(corruption, laterSegments: .deleted))
                return false
            case .storage(let error): throw error
            }
        }
        return true
    }
}
