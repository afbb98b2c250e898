internal import PrometheusBytes

/// Decodes records that say of series in which chunk their earlier samples are.
enum WALMarkers {
    /// The numbers of series, and where the chunk lies in the head chunk files; 0 for no chunk.
    static func decode(_ payload: RawSpan) throws(WALRecordError) -> [(series: UInt64, chunk: UInt64)] {
        var reader = ByteReader(payload)
        var markers: [(series: UInt64, chunk: UInt64)] = []
        while !reader.isAtEnd {
            guard let series = reader.readBigEndian(UInt64.self), let chunk = reader.readBigEndian(UInt64.self) else {
                throw .truncated(kind: .mmapMarkers, after: markers.count)
            }
            markers.append((series, chunk))
        }
        return markers
    }
}

extension WALRecordBatch {
    /// Adds markers: in which chunk of the head chunk files the earlier samples of a series are.
    mutating func appendMarkers(_ markers: [(series: UInt64, chunk: UInt64)]) {
        guard !markers.isEmpty else { return }
        bytes.append(WALRecordKind.mmapMarkers.rawValue)
        for marker in markers {
            bytes.appendBigEndian(marker.series)
            bytes.appendBigEndian(marker.chunk)
        }
        endRecord()
    }
}
