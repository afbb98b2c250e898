internal import PrometheusBytes
internal import PrometheusModel

/// Decodes the records that hold exemplars.
package enum WALExemplarReader {
    /// Appends the exemplars of a record to `exemplars`; on an error those before it.
    package static func decode(
        _ payload: RawSpan,
        into exemplars: inout [WALExemplar]
    ) throws(WALRecordError) {
        var reader = ByteReader(payload)
        guard !reader.isAtEnd else { return }
        guard let baseReference = reader.readBigEndian(UInt64.self), let baseTime = reader.readBigEndian(Int64.self)
        else { throw .truncated(kind: .exemplars, after: 0) }
        let before = exemplars.count
        while !reader.isAtEnd {
            guard let reference = reader.readZigzagVarint(), let time = reader.readZigzagVarint(),
                let bits = reader.readBigEndian(UInt64.self), let labels = readLabels(&reader, payload)
            else { throw .truncated(kind: .exemplars, after: exemplars.count - before) }
            exemplars.append(
                WALExemplar(
                    baseReference &+ UInt64(bitPattern: reference),
                    Exemplar(labels: labels, value: Double(bitPattern: bits), timestamp: baseTime &+ time)
                )
            )
        }
    }

    private static func readLabels(_ reader: inout ByteReader, _ payload: RawSpan) -> Labels? {
        // A label takes two bytes at least.
        guard let count = reader.readVarint(), count <= UInt64(reader.remaining / 2) else { return nil }
        var labels: [Label] = []
        labels.reserveCapacity(Int(count))
        for _ in 0..<count {
            guard let name = reader.readLengthPrefixedRange(), let value = reader.readLengthPrefixedRange() else {
                return nil
            }
            labels.append(Label(payload.extracting(name).text, payload.extracting(value).text))
        }
        return Labels(labels)
    }
}
