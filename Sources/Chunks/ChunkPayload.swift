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
    package func sampleCount() throws(ChunkError) -> Int {
        try XORChunk.sampleCount(of: bytes) & (encoding.isFloat ? 0xFFFF : encoding.maxSamples)
    }

    /// Decodes the samples whose times lie in `window` (both ends included) and appends them to `samples`.
    ///
    /// Histograms with integer counts become ones with float counts. Samples behind the window are not looked at.
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
        case .xor2:
            let claimed = if let count { count } else { try sampleCount() }
            var decoder = try XOR2Decoder(bytes)
            try decoder.decode(claimed, window, into: &samples)
        case .decimal:
            try DecimalChunk.decode(bytes, window: window, into: &samples)
            samples.completeStarts()
        case .histogram, .floatHistogram, .startedHistogram, .startedFloatHistogram:
            let isFloat = encoding.hasFloatCounts
            try decodeRows(count, window) { timestamp, start, row in
                samples.append(timestamp, row.floatHistogram(isFloat: isFloat))
                if !isFloat { samples.markLastAsInteger() }
                samples.setStartOfLast(start)
            }
        }
    }

    /// Decodes the histograms whose times lie in `window` as they are stored and appends them to `samples`.
    /// - Precondition: The chunk is one of histograms.
    package func decodeHistograms(
        count: Int? = nil,
        window: ClosedRange<Int64>,
        into samples: inout [TimedHistogram]
    ) throws(ChunkError) {
        precondition(!encoding.isFloat, "a chunk of floats has no histograms")
        let isFloat = encoding.hasFloatCounts
        try decodeRows(count, window) { timestamp, start, row in
            let histogram = row.nativeHistogram(isFloat: isFloat)
            samples.append(TimedHistogram(timestamp, histogram, startTimestamp: start))
        }
    }

    /// Decodes everything and keeps nothing: whether the chunk is whole, and what it holds.
    package func validate() throws(ChunkError) -> ChunkSummary {
        guard encoding.isFloat else { return try validateHistograms() }
        var samples = SampleColumns()
        try decode(window: .min ... .max, into: &samples)
        guard let first = samples.timestamps.first, let last = samples.timestamps.last else { throw .empty }
        return ChunkSummary(sampleCount: samples.count, minTime: first, maxTime: last)
    }

    private func decodeRows(
        _ count: Int?,
        _ window: ClosedRange<Int64>,
        _ take: (Int64, Int64, HistogramRow) -> Void
    ) throws(ChunkError) {
        var decoder = try HistogramDecoder(bytes, encoding, count: count)
        while try decoder.next() {
            if decoder.timestamp > window.upperBound { return }
            guard decoder.timestamp >= window.lowerBound else { continue }
            take(decoder.timestamp, decoder.start, decoder.row.reducedIfTooFine(isFloat: encoding.hasFloatCounts))
        }
    }

    private func validateHistograms() throws(ChunkError) -> ChunkSummary {
        var decoder = try HistogramDecoder(bytes, encoding)
        guard try decoder.next() else { throw .empty }
        let first = decoder.timestamp
        var count = 1
        while try decoder.next() { count += 1 }
        return ChunkSummary(sampleCount: count, minTime: first, maxTime: decoder.timestamp)
    }
}
