internal import PrometheusBytes
internal import PrometheusModel

extension WALRecordBatch {
    /// The most exemplars in one record.
    private static let exemplarsPerRecord = 10_000

    /// Adds exemplars.
    package mutating func appendExemplars(_ exemplars: [WALExemplar]) {
        appendExemplars(exemplars, kind: WALRecordKind.exemplars.rawValue)
    }

    /// Adds exemplars in records of this kind.
    mutating func appendExemplars(_ exemplars: [WALExemplar], kind: UInt8) {
        var start = 0
        while start < exemplars.count {
            let end = min(exemplars.count, start + Self.exemplarsPerRecord)
            append(exemplars[start..<end], kind)
            start = end
        }
    }

    private mutating func append(_ exemplars: ArraySlice<WALExemplar>, _ kind: UInt8) {
        guard let first = exemplars.first else { return }
        bytes.append(kind)
        bytes.appendBigEndian(first.reference)
        bytes.appendBigEndian(first.exemplar.timestamp)
        for sample in exemplars {
            bytes.appendZigzagVarint(Int64(bitPattern: sample.reference &- first.reference))
            bytes.appendZigzagVarint(sample.exemplar.timestamp &- first.exemplar.timestamp)
            bytes.appendBigEndian(sample.exemplar.value.bitPattern)
            var cursor = sample.exemplar.labels.cursor()
            var count: UInt64 = 0
            while cursor.next() { count += 1 }
            bytes.appendVarint(count)
            bytes.append(contentsOf: sample.exemplar.labels.packed)
        }
        endRecord()
    }
}
