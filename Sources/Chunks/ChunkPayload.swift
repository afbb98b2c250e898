internal import PrometheusBytes
package import PrometheusModel

/// The bytes of one chunk and how to read them: the entry to all codecs.
///
/// Bytes may come from a damaged or hostile file: whatever they are, reading them ends with samples or with an error.
package struct ChunkPayload: ~Escapable {
    private let encoding: ChunkEncoding
    private let bytes: RawSpan

    /// `bytes` are the payload alone, without its length, its encoding and its checksum.
    @_lifetime(copy bytes)
    package init(_ encoding: ChunkEncoding, _ bytes: RawSpan) {
        self.encoding = encoding
        self.bytes = bytes
    }

    /// The number of samples that the header claims.
    package func sampleCount() throws(ChunkError) -> Int { try XORChunk.sampleCount(of: bytes) }

    /// Decodes the samples whose times lie in `window` (both ends included) and appends them to `samples`.
    ///
    /// Samples behind the window are not looked at.
    /// `count` is the number of samples to decode, where the header does not say it (yet).
    /// - Complexity: O(*n*), about 6 ns a float; no allocation for floats if the columns have room.
    package func decode(
        count: Int? = nil,
        window: ClosedRange<Int64>,
        into samples: inout SampleColumns
    ) throws(ChunkError) {
        switch encoding {
        case .xor:
            try XORChunk.decode(
                bytes,
                count: count,
                window: window,
                timestamps: &samples.timestamps,
                values: &samples.values
            )
            samples.completeStarts()
        default: throw .unknownEncoding(encoding.rawValue)
        }
    }

    /// Decodes everything and keeps nothing: whether the chunk is whole, and what it holds.
    package func validate() throws(ChunkError) -> ChunkSummary {
        var samples = SampleColumns()
        try decode(window: .min ... .max, into: &samples)
        guard let first = samples.timestamps.first, let last = samples.timestamps.last else { throw .empty }
        return ChunkSummary(sampleCount: samples.count, minTime: first, maxTime: last)
    }
}
