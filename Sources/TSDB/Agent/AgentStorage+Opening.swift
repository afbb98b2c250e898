internal import PrometheusBytes
internal import PrometheusModel
package import Storage

extension AgentStorage {
    /// Opens the directory, which is created if it does not exist, and replays its log: which series there are, and how
    /// new their newest samples are.
    package static func open(directory: String, options: AgentOptions) throws(StorageError) -> AgentStorage {
        let start = ContinuousClock.now
        try WALDirectory.create(directory)
        let lock: DirectoryLock? = options.usesLockFile ? try DirectoryLock(directory: directory) : nil
        var walOptions = WALOptions()
        walOptions.segmentBytes = options.walSegmentBytes
        walOptions.compression = options.isWALCompressed ? options.walCompression : .none
        var log = try WriteAheadLog(directory: "\(directory)/wal", options: walOptions)
        var state = AgentState()
        try replay(&log, into: &state)
        state.statistics.replayMilliseconds = Int64(start.duration(to: .now) / .milliseconds(1))
        state.log = consume log
        return AgentStorage(state, options, .system, lock)
    }

    private static func replay(_ log: inout WriteAheadLog, into state: inout AgentState) throws(StorageError) {
        let checkpoint = try WALDirectory.newestCheckpoint(in: log.directory)
        if let checkpoint {
            var reading = try CheckpointReading(checkpoint.path)
            try reading.read { kind, payload throws(WALRecordError) in try apply(kind, payload, &state) }
            if reading.repair(log.options, .system) != nil { state.statistics.corruptions += 1 }
        }
        let first = checkpoint.map { $0.index + 1 } ?? 0
        for segment in try WALDirectory.segments(in: log.directory) {
            guard segment.index >= first, segment.index < log.segment else { continue }
            var reader = try WALReader(directory: log.directory, range: segment.index...segment.index)
            do throws(WALError) { try apply(&reader, &state) } catch {
                switch error {
                case .corrupt(let corruption):
                    state.statistics.corruptions += 1
                    _ = try log.repair(corruption, laterSegments: .kept)
                case .storage(let error): throw error
                }
            }
        }
    }

    private static func apply(_ reader: inout WALReader, _ state: inout AgentState) throws(WALError) {
        while let kind = try reader.next() {
            var failure: WALRecordError?
            do throws(WALRecordError) { try apply(kind, reader.payload, &state) } catch { failure = error }
            if let failure { throw reader.corruption(failure) }
        }
    }

    private static func apply(
        _ kind: WALRecordKind,
        _ payload: RawSpan,
        _ state: inout AgentState
    ) throws(WALRecordError) {
        switch kind {
        case .series:
            var packed: [UInt8] = []
            var cursor = WALSeriesCursor(payload)
            while let reference = try cursor.next(into: &packed) { state.add(Labels(packed: packed), reference) }
        case .tombstones, .exemplars, .metadata, .mmapMarkers: break
        case .unknown: throw .unexpectedKind(kind)
        default:
            var cursor = WALElementCursor(kind, payload)
            while let element = try cursor.next() {
                // A sample of a series that the log does not tell of, or of another number of one that it does.
                state.nextReference = max(state.nextReference, element.reference &+ 1)
                state.note(element.reference, element.timestamp)
            }
        }
    }
}
