internal import PrometheusBytes
internal import PrometheusModel

extension WALRecordBatch {
    /// The most entries in one record.
    private static let metadataPerRecord = 10_000

    /// Adds the metadata of series.
    package mutating func appendMetadata(_ entries: [WALMetadata]) {
        var start = 0
        while start < entries.count {
            let end = min(entries.count, start + Self.metadataPerRecord)
            bytes.append(WALRecordKind.metadata.rawValue)
            for entry in entries[start..<end] {
                bytes.appendVarint(entry.reference)
                bytes.append(WALMetadataReader.byte(of: entry.metadata.type))
                bytes.appendVarint(2)
                for text in ["UNIT", entry.metadata.unit, "HELP", entry.metadata.help] {
                    bytes.appendVarint(UInt64(text.utf8.count))
                    bytes.append(contentsOf: text.utf8)
                }
            }
            endRecord()
            start = end
        }
    }
}
