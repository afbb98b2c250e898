internal import PrometheusBytes

/// The samples of one record as columns of the same length.
///
/// Reuse one: it keeps its storage.
package struct WALSampleColumns: Sendable {
    package private(set) var references: [UInt64] = []
    /// Milliseconds since the Unix epoch.
    package private(set) var timestamps: [Int64] = []
    package private(set) var values: [Double] = []

    package init() {}

    /// The number of samples.
    package var count: Int { references.count }

    /// Replaces the columns by the samples of a record; on an error they hold those before it.
    package mutating func decode(_ kind: WALRecordKind, _ payload: RawSpan) throws(WALRecordError) {
        removeAll()
        try append(kind, payload)
    }

    /// Drops all samples and keeps the storage.
    mutating func removeAll() {
        references.removeAll(keepingCapacity: true)
        timestamps.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
    }

    /// Adds the samples of a record; on an error those before it.
    mutating func append(_ kind: WALRecordKind, _ payload: RawSpan) throws(WALRecordError) {
        switch kind {
        case .samples: try decodeFirstVersion(payload)
        case .samplesV2: try decodeSecondVersion(payload)
        default: throw .unexpectedKind(kind)
        }
    }

    private mutating func decodeFirstVersion(_ payload: RawSpan) throws(WALRecordError) {
        var reader = ByteReader(payload)
        guard !reader.isAtEnd else { return }
        let start = count
        guard let baseReference = reader.readBigEndian(UInt64.self), let baseTime = reader.readBigEndian(Int64.self)
        else { throw .truncated(kind: .samples, after: 0) }
        while !reader.isAtEnd {
            guard let reference = reader.readZigzagVarint(), let time = reader.readZigzagVarint(),
                let bits = reader.readBigEndian(UInt64.self)
            else { throw .truncated(kind: .samples, after: count - start) }
            // Differences wrap around as the writer's do.
            references.append(baseReference &+ UInt64(bitPattern: reference))
            timestamps.append(baseTime &+ time)
            values.append(Double(bitPattern: bits))
        }
    }

    /// Samples with start timestamps, which are read over: nothing here stores them yet.
    private mutating func decodeSecondVersion(_ payload: RawSpan) throws(WALRecordError) {
        var reader = ByteReader(payload)
        var reference: Int64 = 0
        var firstTime: Int64 = 0
        let start = count
        while !reader.isAtEnd {
            guard let difference = reader.readZigzagVarint(), let time = reader.readZigzagVarint(),
                skipStartTimestamp(&reader, isFirst: count == start), let bits = reader.readBigEndian(UInt64.self)
            else { throw .truncated(kind: .samplesV2, after: count - start) }
            reference &+= difference
            timestamps.append(firstTime &+ time)
            if count == start { firstTime = time }
            references.append(UInt64(bitPattern: reference))
            values.append(Double(bitPattern: bits))
        }
    }

    private func skipStartTimestamp(_ reader: inout ByteReader, isFirst: Bool) -> Bool {
        if isFirst { return reader.readZigzagVarint() != nil }
        return switch reader.readByte() {
        case 0, 1: true
        case 2: reader.readZigzagVarint() != nil
        default: false
        }
    }
}
