internal import PrometheusBytes

/// The samples of one record as columns of the same length.
///
/// Reuse one: it keeps its storage.
package struct WALSampleColumns: Sendable {
    package private(set) var references: [UInt64] = []
    /// Milliseconds since the Unix epoch.
    package private(set) var timestamps: [Int64] = []
    package private(set) var values: [Double] = []
    /// When the counters started, in milliseconds, 0 where that is not known; empty if it is known of none.
    package private(set) var startTimestamps: [Int64] = []

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
        if !startTimestamps.isEmpty { startTimestamps.removeAll(keepingCapacity: true) }
    }

    /// Adds the samples of a record; on an error those before it.
    mutating func append(_ kind: WALRecordKind, _ payload: RawSpan) throws(WALRecordError) {
        // Also behind what was decoded before the bytes made no sense.
        defer { fillUpStarts() }
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
        reader.offset += decodeShort(payload, from: reader.offset, baseReference, baseTime)
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

    /// Decodes samples as long as both differences are of three bytes at most, which nearly all are, and of the end of the
    /// payload some bytes are left.
    ///
    /// A third of the time of the other loop, which takes whatever comes.
    /// - Returns: The bytes read.
    private mutating func decodeShort(
        _ payload: RawSpan,
        from start: Int,
        _ baseReference: UInt64,
        _ baseTime: Int64
    ) -> Int {
        // A sample has ten bytes at least; those that are looked at may go on for six more.
        let most = (payload.byteCount - start) / 10
        guard most > 0 else { return 0 }
        var offset = start
        references.append(addingCapacity: most) { references in
            timestamps.append(addingCapacity: most) { timestamps in
                values.append(addingCapacity: most) { values in
                    while offset &+ 16 <= payload.byteCount {
                        // Safe: sixteen bytes are there, of which eight are loaded, and eight more below from at most
                        // six bytes further on.
                        let word = unsafe payload.unsafeLoadUnaligned(
                            fromUncheckedByteOffset: offset,
                            as: UInt64.self
                        )
                        var bits = UInt64(littleEndian: word)
                        var length = 0
                        guard let reference = Self.takeShort(&bits, &length), let time = Self.takeShort(&bits, &length)
                        else { return }
                        guard offset &+ length &+ 8 <= payload.byteCount else { return }
                        let value = unsafe payload.unsafeLoadUnaligned(
                            fromUncheckedByteOffset: offset &+ length,
                            as: UInt64.self
                        )
                        references.append(baseReference &+ UInt64(bitPattern: reference))
                        timestamps.append(baseTime &+ time)
                        values.append(Double(bitPattern: UInt64(bigEndian: value)))
                        offset &+= length &+ 8
                    }
                }
            }
        }
        return offset - start
    }

    /// Takes a zigzag LEB128 number of at most three bytes from the low end; `nil` if it is longer.
    @inline(__always)
    private static func takeShort(_ bits: inout UInt64, _ length: inout Int) -> Int64? {
        var raw = bits & 0x7F
        var count = 1
        if bits & 0x80 != 0 {
            raw |= (bits &>> 1) & 0x3F80
            count = 2
            if bits & 0x8000 != 0 {
                raw |= (bits &>> 2) & 0x1F_C000
                count = 3
                if bits & 0x80_0000 != 0 { return nil }
            }
        }
        bits &>>= UInt64(truncatingIfNeeded: count &* 8)
        length &+= count
        return Int64(bitPattern: (raw &>> 1) ^ (0 &- (raw & 1)))
    }

    private mutating func decodeSecondVersion(_ payload: RawSpan) throws(WALRecordError) {
        var reader = ByteReader(payload)
        var header = WALSecondVersionHeader()
        let start = count
        while !reader.isAtEnd {
            guard let sample = header.read(&reader), let bits = reader.readBigEndian(UInt64.self) else {
                throw .truncated(kind: .samplesV2, after: count - start)
            }
            references.append(sample.reference)
            timestamps.append(sample.timestamp)
            values.append(Double(bitPattern: bits))
            if sample.start != 0 {
                // Of the samples before nothing was known.
                startTimestamps.append(contentsOf: repeatElement(0, count: count - 1 - startTimestamps.count))
                startTimestamps.append(sample.start)
            }
        }
    }

    private mutating func fillUpStarts() {
        guard !startTimestamps.isEmpty, startTimestamps.count < count else { return }
        startTimestamps.append(contentsOf: repeatElement(0, count: count - startTimestamps.count))
    }
}
