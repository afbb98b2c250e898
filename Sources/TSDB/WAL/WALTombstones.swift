internal import PrometheusBytes

/// Decodes tombstone records.
package enum WALTombstones {
    /// The deleted intervals that a record holds, both ends included.
    package static func decode(
        _ payload: RawSpan
    ) throws(WALRecordError) -> [(reference: UInt64, interval: ClosedRange<Int64>)] {
        var reader = ByteReader(payload)
        var tombstones: [(reference: UInt64, interval: ClosedRange<Int64>)] = []
        while !reader.isAtEnd {
            guard let reference = reader.readBigEndian(UInt64.self), let start = reader.readZigzagVarint(),
                let end = reader.readZigzagVarint()
            else { throw .truncated(kind: .tombstones, after: tombstones.count) }
            guard start <= end else { throw .invalidNumber(kind: .tombstones, after: tombstones.count) }
            tombstones.append((reference, start...end))
        }
        return tombstones
    }
}
