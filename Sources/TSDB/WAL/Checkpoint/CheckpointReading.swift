internal import PrometheusBytes
internal import Storage

/// Reading of a checkpoint, past whatever is damaged in it.
struct CheckpointReading: ~Copyable {
    private let path: String
    let segments: [WALDirectory.Segment]
    /// What was found to be damaged, in the order in which it lies there.
    var damage: [WALCorruption] = []
    /// The number of records that were read.
    var recordCount = 0

    /// Finds the segments of the checkpoint in the directory `path`.
    init(_ path: String) throws(StorageError) {
        self.path = path
        segments = try WALDirectory.remainingSegments(in: path)
        noteMissing()
    }

    /// Hands all records that can be read to `apply`, which says which of them make no sense.
    mutating func read(
        _ apply: (WALRecordKind, RawSpan) throws(WALRecordError) -> Void
    ) throws(StorageError) {
        var reader = WALReader(segments)
        while let kind = try reader.nextWhole(&damage) {
            recordCount += 1
            var failure: WALRecordError?
            do throws(WALRecordError) { try apply(kind, reader.payload) } catch { failure = error }
            guard let failure, case .corrupt(let corruption) = reader.corruption(failure) else { continue }
            damage.append(corruption)
        }
    }

    /// Rewrites the segments in which damage was found, so that they hold what can be read of them and nothing else.
    ///
    /// Each is written beside its name first and then moved there, so that whatever happens the good records stay.
    consuming func repair(_ options: WALOptions, _ files: FileOperations) -> CheckpointRepair? {
        guard let first = damage.first else { return nil }
        var failure: StorageError?
        do throws(StorageError) {
            let damaged = Set(damage.map(\.path))
            for segment in segments where damaged.contains(segment.path) {
                try Self.rewrite(segment, options, files)
            }
            try closeGaps(files)
            try files.syncDirectory(path)
        } catch { failure = error }
        return CheckpointRepair(
            path: path,
            first: first,
            places: damage.count,
            recordCount: recordCount,
            failure: failure?.description
        )
    }

    // MARK: Parts

    /// A segment that is missing is damage of the one behind it.
    private mutating func noteMissing() {
        for (position, segment) in segments.enumerated() where segment.index != position {
            damage.append(
                WALCorruption(
                    path: segment.path,
                    segment: segment.index,
                    offset: 0,
                    wholeBytes: 0,
                    reason: "segments are not sequential"
                )
            )
            return
        }
    }

    /// Numbers the segments from 0 on; upstream refuses others.
    private func closeGaps(_ files: FileOperations) throws(StorageError) {
        for (position, segment) in segments.enumerated() where segment.index != position {
            try files.rename(segment.path, to: "\(path)/\(WALFormat.segmentName(position))")
        }
    }

    private static func rewrite(
        _ segment: WALDirectory.Segment,
        _ options: WALOptions,
        _ files: FileOperations
    ) throws(StorageError) {
        let temporary = segment.path + ".repair"
        try files.removeTree(temporary)
        var options = options
        // What was one segment stays one.
        options.segmentBytes = 1 << 30
        var log = try WriteAheadLog(directory: temporary, options: options)
        var reader = WALReader([segment])
        var records = WALRecordBatch()
        // Everything is kept: what the filter is for here is to say which records make sense.
        var check = CheckpointFilter(mint: .min) { _ in true }
        var damage: [WALCorruption] = []
        while let kind = try reader.nextWhole(&damage) {
            check.records.removeAll()
            guard (try? check.add(kind, reader.payload)) != nil else { continue }
            records.bytes.append(reader.recordBytes)
            records.endRecord()
            guard records.byteCount >= 1 << 20 else { continue }
            try log.log(records)
            records.removeAll()
        }
        try log.log(records)
        try log.close()
        try files.rename("\(temporary)/\(WALFormat.segmentName(0))", to: segment.path)
        try files.removeTree(temporary)
    }
}
