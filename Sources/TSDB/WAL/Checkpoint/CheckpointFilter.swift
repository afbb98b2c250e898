internal import PrometheusBytes

/// What of a log's records a checkpoint keeps: series that are needed, samples that are new enough.
struct CheckpointFilter {
    /// What is older is dropped.
    let mint: Int64
    /// Whether the record of a series is needed.
    let isNeeded: (UInt64) -> Bool
    /// What is kept of the records so far.
    var records = WALRecordBatch()
    /// The newest metadata of each needed series, as it was logged behind its reference.
    private var metadata: [UInt64: [UInt8]] = [:]
    private var metadataOrder: [UInt64] = []
    private var packed: [UInt8] = []
    private var kept: [WALElementCursor.Element] = []

    init(mint: Int64, isNeeded: @escaping (UInt64) -> Bool) {
        self.mint = mint
        self.isNeeded = isNeeded
    }

    /// Adds what is kept of a record to `records`.
    mutating func add(_ kind: WALRecordKind, _ payload: RawSpan) throws(WALRecordError) {
        switch kind {
        case .series: try addSeries(payload)
        case .tombstones: try addTombstones(payload)
        case .metadata: try addMetadata(payload)
        case .unknown, .mmapMarkers: break
        default: try addElements(kind, payload)
        }
    }

    /// Adds the metadata, which stands at the end of a checkpoint.
    mutating func finish() {
        guard !metadata.isEmpty else { return }
        records.bytes.append(WALRecordKind.metadata.rawValue)
        for reference in metadataOrder {
            records.bytes.appendVarint(reference)
            records.bytes.append(contentsOf: metadata[reference] ?? [])
        }
        records.endRecord()
    }

    private mutating func addSeries(_ payload: RawSpan) throws(WALRecordError) {
        var cursor = WALSeriesCursor(payload)
        while let reference = try cursor.next(into: &packed) {
            if isNeeded(reference) { records.appendSeries(reference, packed: packed) }
        }
    }

    private mutating func addTombstones(_ payload: RawSpan) throws(WALRecordError) {
        records.appendTombstones(
            try WALTombstones.decode(payload).filter { $0.interval.upperBound >= mint && isNeeded($0.reference) }
        )
    }

    private mutating func addElements(_ kind: WALRecordKind, _ payload: RawSpan) throws(WALRecordError) {
        kept.removeAll(keepingCapacity: true)
        var cursor = WALElementCursor(kind, payload)
        while let element = try cursor.next() {
            if element.timestamp >= mint { kept.append(element) }
        }
        guard let first = kept.first else { return }
        records.bytes.append(kind.rawValue)
        if kept.count == cursor.count {
            records.bytes.append(payload)
        } else if WALElementCursor.hasStarts(kind) {
            appendSecondVersion(first, payload)
        } else {
            appendFirstVersion(first, payload)
        }
        records.endRecord()
    }

    private mutating func appendFirstVersion(_ first: WALElementCursor.Element, _ payload: RawSpan) {
        records.bytes.appendBigEndian(first.reference)
        records.bytes.appendBigEndian(first.timestamp)
        for element in kept {
            records.bytes.appendZigzagVarint(Int64(bitPattern: element.reference &- first.reference))
            records.bytes.appendZigzagVarint(element.timestamp &- first.timestamp)
            records.bytes.append(payload.extracting(element.body))
        }
    }

    private mutating func appendSecondVersion(_ first: WALElementCursor.Element, _ payload: RawSpan) {
        var previous = first
        for (index, element) in kept.enumerated() {
            if index == 0 {
                records.bytes.appendZigzagVarint(Int64(bitPattern: element.reference))
                records.bytes.appendZigzagVarint(element.timestamp)
                records.bytes.appendZigzagVarint(element.start)
            } else {
                records.bytes.appendZigzagVarint(Int64(bitPattern: element.reference &- previous.reference))
                records.bytes.appendZigzagVarint(element.timestamp &- first.timestamp)
                appendStart(element.start, after: previous.start, first.start)
            }
            records.bytes.append(payload.extracting(element.body))
            previous = element
        }
    }

    private mutating func appendStart(_ start: Int64, after previous: Int64, _ first: Int64) {
        if start == 0 {
            records.bytes.append(0)
        } else if start == previous {
            records.bytes.append(1)
        } else {
            records.bytes.append(2)
            records.bytes.appendZigzagVarint(start &- first)
        }
    }

    private mutating func addMetadata(_ payload: RawSpan) throws(WALRecordError) {
        var reader = ByteReader(payload)
        var count = 0
        while !reader.isAtEnd {
            guard let reference = reader.readVarint() else { throw .truncated(kind: .metadata, after: count) }
            let start = reader.offset
            guard reader.readByte() != nil, let fields = reader.readVarint() else {
                throw .truncated(kind: .metadata, after: count)
            }
            var left = fields
            while left > 0 {
                guard reader.readLengthPrefixedRange() != nil, reader.readLengthPrefixedRange() != nil else {
                    throw .truncated(kind: .metadata, after: count)
                }
                left -= 1
            }
            count += 1
            guard isNeeded(reference) else { continue }
            var bytes: [UInt8] = []
            bytes.append(payload.extracting(start..<reader.offset))
            if metadata.updateValue(bytes, forKey: reference) == nil { metadataOrder.append(reference) }
        }
    }
}
