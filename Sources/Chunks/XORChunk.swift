internal import PrometheusBytes

/// Decoding of XOR chunks, whose layout is in tsdb-formats.md, section 3.1.
package enum XORChunk {
    /// The number of samples that the header of `bytes` claims.
    package static func sampleCount(of bytes: RawSpan) throws(ChunkError) -> Int {
        guard bytes.byteCount >= XORAppendState.headerBytes else { throw .truncated(sample: 0) }
        return Int(bytes.byte(0)) << 8 | Int(bytes.byte(1))
    }

    /// The time of the first sample.
    package static func firstTimestamp(of bytes: RawSpan) throws(ChunkError) -> Int64 {
        guard bytes.byteCount > XORAppendState.headerBytes else { throw .truncated(sample: 0) }
        var reader = ByteReader(bytes)
        reader.offset = XORAppendState.headerBytes
        guard let timestamp = reader.readZigzagVarint() else { throw .truncated(sample: 0) }
        return timestamp
    }

    /// Decodes the samples whose times lie in `window` and appends them to both columns.
    ///
    /// Samples behind the window are not looked at.
    /// `count` is the number of samples to decode, where the header of `bytes` does not say it (yet).
    /// - Complexity: O(*n*), about 6 ns a sample; no allocation if the columns have room.
    package static func decode(
        _ bytes: RawSpan,
        count: Int? = nil,
        window: ClosedRange<Int64>,
        timestamps: inout [Int64],
        values: inout [Double]
    ) throws(ChunkError) {
        let claimed = if let count { count } else { try sampleCount(of: bytes) }
        // A sample takes two bits at least, the first sixty-four: a claim beyond that is found out while decoding.
        let capacity = min(claimed, bytes.byteCount &* 4)
        guard capacity > 0 else {
            if claimed > 0 { throw .truncated(sample: 0) }
            return
        }
        var failure: ChunkError?
        timestamps.append(addingCapacity: capacity) { times in
            values.append(addingCapacity: capacity) { numbers in
                do throws(ChunkError) {
                    var decoder = XORDecoder(bytes)
                    try decoder.decode(claimed, window, &times, &numbers)
                } catch {
                    failure = error
                }
            }
        }
        if let failure { throw failure }
    }
}
