internal import PrometheusBytes
internal import PrometheusModel

/// Decodes the records that hold metadata.
package enum WALMetadataReader {
    /// The types by the byte that stands for them.
    private static let types: [MetricType] = [
        .unknown, .counter, .gauge, .histogram, .gaugeHistogram, .summary, .info, .stateSet,
    ]

    /// The byte that stands for a type.
    static func byte(of type: MetricType) -> UInt8 { UInt8(truncatingIfNeeded: types.firstIndex(of: type) ?? 0) }

    /// Appends the metadata of a record to `entries`; on an error those before it.
    package static func decode(_ payload: RawSpan, into entries: inout [WALMetadata]) throws(WALRecordError) {
        var reader = ByteReader(payload)
        let before = entries.count
        while !reader.isAtEnd {
            guard let reference = reader.readVarint(), let type = reader.readByte(), let count = reader.readVarint(),
                let (unit, help) = readFields(&reader, payload, count)
            else { throw .truncated(kind: .metadata, after: entries.count - before) }
            let known = Int(type) < types.count ? types[Int(type)] : .unknown
            entries.append(WALMetadata(reference, SeriesMetadata(type: known, unit: unit, help: help)))
        }
    }

    private static func readFields(
        _ reader: inout ByteReader,
        _ payload: RawSpan,
        _ count: UInt64
    ) -> (unit: String, help: String)? {
        var (unit, help) = ("", "")
        var rest = count
        while rest > 0 {
            guard let key = reader.readLengthPrefixedRange(), let value = reader.readLengthPrefixedRange() else {
                return nil
            }
            switch payload.extracting(key).text {
            case "UNIT": unit = payload.extracting(value).text
            case "HELP": help = payload.extracting(value).text
            default: break
            }
            rest -= 1
        }
        return (unit, help)
    }
}
