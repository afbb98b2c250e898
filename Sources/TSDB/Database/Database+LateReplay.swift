internal import Storage

extension Database {
    /// Opens the write-behind log if samples may come out of order, or did before.
    static func openLateLog(
        _ directory: String,
        _ walOptions: WALOptions,
        _ options: DatabaseOptions
    ) throws(StorageError) -> WriteAheadLog? {
        let entries = try DirectoryListing.entries(of: directory, missingIsEmpty: true)
        guard options.settings.outOfOrderWindowMilliseconds > 0 || !entries.isEmpty else { return nil }
        return try WriteAheadLog(directory: directory, options: walOptions)
    }

    /// Replays the segments of the write-behind log; damage is cut off as it is in the other log.
    static func replayLate(
        _ log: inout WriteAheadLog?,
        _ replay: inout HeadReplay,
        _ options: DatabaseOptions
    ) throws(StorageError) {
        guard let directory = log?.directory, let current = log?.segment else { return }
        let segments = try WALDirectory.segments(in: directory).filter { $0.index < current }
        let last = segments.last?.index ?? 0
        options.replayProgress.start(min: segments.first?.index ?? 0, max: last)
        for segment in segments {
            let start = ContinuousClock.now
            options.replayProgress.reach(segment.index)
            var reader = try WALReader(directory: directory, range: segment.index...segment.index)
            var damage: WALCorruption?
            do throws(WALError) { try applyLate(&reader, &replay) } catch {
                switch error {
                case .corrupt(let corruption): damage = corruption
                case .storage(let error): throw error
                }
            }
            if let damage {
                options.onReplay(.lateDamageFound("\(damage)"))
                if let repair = try log?.repair(damage, laterSegments: .deleted) { replay.noteLate(repair) }
            }
            options.onReplay(.lateSegmentLoaded(segment.index, last: last, took: start.duration(to: .now)))
            // What stood behind damage is gone.
            if damage != nil { return }
        }
    }

    private static func applyLate(_ reader: inout WALReader, _ replay: inout HeadReplay) throws(WALError) {
        while let kind = try reader.next() {
            var failure: WALRecordError?
            do throws(WALRecordError) { try replay.applyLate(kind, reader.payload) } catch { failure = error }
            if let failure { throw reader.corruption(failure) }
        }
    }
}
