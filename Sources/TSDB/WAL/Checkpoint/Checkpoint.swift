internal import PrometheusBytes
internal import Storage

/// Writing of checkpoints: what is still needed of the oldest segments of a log, as a log of its own.
enum Checkpoint {
    /// Records are written when so many bytes of them have gathered.
    private static let flushBytes = 1 << 20

    /// Why no checkpoint was made.
    enum Failure: Error {
        /// The log's own files are damaged: they stay as they are.
        case damaged(WALError)
        case storage(StorageError)

        /// As a storage error, with upstream's words around it.
        var storageError: StorageError {
            switch self {
            case .damaged(let error): .corrupt("create checkpoint: read segments: \(error)")
            case .storage(.corrupt(let text)): .corrupt("create checkpoint: \(text)")
            case .storage(let error): error
            }
        }
    }

    /// Writes the checkpoint that stands for the segments up to and including `last`: beside its name first, then moved
    /// there as a whole.
    static func write(
        in directory: String,
        _ segments: ClosedRange<Int>,
        _ options: WALOptions,
        _ filter: consuming CheckpointFilter,
        _ files: FileOperations
    ) throws(Failure) {
        let target = "\(directory)/\(name(segments.upperBound))"
        let temporary = target + ".tmp"
        do throws(StorageError) { try files.removeTree(temporary) } catch { throw .storage(error) }
        do throws(Failure) {
            var log = try attempt { () throws(StorageError) in
                try WriteAheadLog(directory: temporary, options: options)
            }
            try copy(directory, segments, &filter, &log)
            do throws(StorageError) {
                try log.close()
                try files.moveDirectory(temporary, to: target)
            } catch { throw .storage(error) }
        } catch {
            // What is left behind is removed at the next start.
            try? files.removeTree(temporary)
            throw error
        }
    }

    /// The name of the checkpoint that stands for the segments up to and including `index`.
    static func name(_ index: Int) -> String { "checkpoint.\(WALFormat.segmentName(index))" }

    private static func copy(
        _ directory: String,
        _ segments: ClosedRange<Int>,
        _ filter: inout CheckpointFilter,
        _ log: inout WriteAheadLog
    ) throws(Failure) {
        let previous = try attempt { () throws(StorageError) in try WALDirectory.newestCheckpoint(in: directory) }
        var first = segments.lowerBound
        if let previous {
            guard segments.lowerBound <= previous.index + 1 else {
                throw .storage(
                    .corrupt(
                        "unexpected gap to last checkpoint. expected:\(previous.index + 1), requested:\(first)"
                    )
                )
            }
            first = previous.index + 1
            var reader = try attempt { () throws(StorageError) in try WALReader(directory: previous.path) }
            try copy(&reader, &filter, &log)
        }
        if first <= segments.upperBound {
            let range = first...segments.upperBound
            var reader = try attempt { () throws(StorageError) in try WALReader(directory: directory, range: range) }
            try copy(&reader, &filter, &log)
        }
        filter.finish()
        try flush(&filter, &log)
    }

    private static func copy(
        _ reader: inout WALReader,
        _ filter: inout CheckpointFilter,
        _ log: inout WriteAheadLog
    ) throws(Failure) {
        do throws(WALError) {
            while let kind = try reader.next() {
                var failure: WALRecordError?
                do throws(WALRecordError) { try filter.add(kind, reader.payload) } catch { failure = error }
                if let failure { throw reader.corruption(failure) }
                if filter.records.byteCount >= flushBytes {
                    do throws(StorageError) {
                        try log.log(filter.records)
                        filter.records.removeAll()
                    } catch { throw .storage(error) }
                }
            }
        } catch {
            switch error {
            case .corrupt: throw .damaged(error)
            case .storage(let error): throw .storage(error)
            }
        }
    }

    private static func flush(_ filter: inout CheckpointFilter, _ log: inout WriteAheadLog) throws(Failure) {
        do throws(StorageError) { try log.log(filter.records) } catch { throw .storage(error) }
        filter.records.removeAll()
    }

    private static func attempt<Result: ~Copyable>(
        _ body: () throws(StorageError) -> Result
    ) throws(Failure) -> Result {
        do throws(StorageError) { return try body() } catch { throw .storage(error) }
    }
}
