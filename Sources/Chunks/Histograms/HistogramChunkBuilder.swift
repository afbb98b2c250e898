internal import PrometheusBytes
package import PrometheusModel

/// Builds one chunk of native histograms (tsdb-formats.md, sections 3.4 to 3.7).
package struct HistogramChunkBuilder: Sendable {
    /// The bytes of the header: number of samples, flags, and in some encodings what the start timestamps are.
    static let headerBytes = 3

    /// What became of a histogram that was to be appended.
    package enum Outcome: Sendable, Hashable {
        case appended
        /// All of the chunk was encoded anew, with more buckets.
        case rewritten
        /// It has to begin a new chunk with this flag; the chunk is as it was.
        case refused(CounterResetFlag)
    }

    /// The encoding, which says what histograms the chunk takes.
    package let encoding: ChunkEncoding
    /// What is said about a reset before the first sample.
    package let flag: CounterResetFlag
    private var bits = BitWriter(header: [0, 0, 0])
    private var starts = StartTimestampEncoder()
    private var last = HistogramRow()
    private var delta: Int64 = 0
    private var count: HistogramFieldEncoder
    private var positive: HistogramFieldEncoder
    private var negative: HistogramFieldEncoder
    private var sumWindow = ValueWindow()
    /// The time of the first sample.
    package private(set) var firstTimestamp: Int64 = 0
    /// The time of the newest sample.
    package private(set) var lastTimestamp: Int64 = 0
    /// The number of samples written.
    package private(set) var sampleCount = 0

    /// An empty chunk.
    ///
    /// `flag` comes from the chunk before or from its first histogram; see `flag(before:after:)`.
    package init(_ encoding: ChunkEncoding, _ flag: CounterResetFlag) {
        precondition(!encoding.isFloat, "a chunk of floats takes no histograms")
        self.encoding = encoding
        self.flag = flag
        count = HistogramFieldEncoder(isFloat: encoding.hasFloatCounts)
        positive = HistogramFieldEncoder(isFloat: encoding.hasFloatCounts)
        negative = HistogramFieldEncoder(isFloat: encoding.hasFloatCounts)
    }

    /// The flag of a chunk that begins with `histogram` and follows `previous` of the same encoding, if that is known.
    package static func flag(before histogram: NativeHistogram, after previous: HistogramChunkBuilder?)
        -> CounterResetFlag
    {
        switch histogram.counterResetHint {
        case .gauge: .gauge
        case .reset: .reset
        case .unknown, .notReset:
            if let previous, previous.takes(histogram) {
                switch previous.fit(of: HistogramRow(histogram)) {
                case .cut(let flag): flag
                case .asIs, .widened: .notReset
                }
            } else {
                .unknown
            }
        }
    }

    /// The number of bytes written.
    package var byteCount: Int { bits.byteCount }

    /// The chunk's payload so far.
    package var bytes: [UInt8] {
        var bytes = bits.bytes
        let samples = UInt16(truncatingIfNeeded: sampleCount)
        if encoding.hasStartTimestamps {
            let header = UInt16(flag.rawValue) << 14 | samples
            bytes[0] = UInt8(truncatingIfNeeded: header >> 8)
            bytes[1] = UInt8(truncatingIfNeeded: header)
            bytes[2] = starts.header
        } else {
            bytes[0] = UInt8(truncatingIfNeeded: samples >> 8)
            bytes[1] = UInt8(truncatingIfNeeded: samples)
            bytes[2] = flag.rawValue << 6
        }
        return bytes
    }

    /// The chunk as it is now.
    package var encoded: EncodedChunk {
        EncodedChunk(
            encoding: encoding,
            bytes: bytes,
            sampleCount: sampleCount,
            minTime: firstTimestamp,
            maxTime: lastTimestamp
        )
    }

    /// The newest histogram; `nil` while there is none.
    package var lastHistogram: NativeHistogram? {
        guard sampleCount > 0 else { return nil }
        if last.isStaleMarker {
            return HistogramRow.stale(last.sum, hint: .unknown).nativeHistogram(isFloat: encoding.hasFloatCounts)
        }
        return last.nativeHistogram(isFloat: encoding.hasFloatCounts)
    }

    /// The number of buckets, for metrics.
    package var bucketCount: Int { positive.values.count + negative.values.count }

    /// Whether the histogram has counts of the chunk's kind.
    package func takes(_ histogram: NativeHistogram) -> Bool { histogram.isFloat == encoding.hasFloatCounts }

    /// Appends a histogram of a counter that started at `start` (0 if that is not known).
    /// - Precondition: `timestamp` is newer than the newest sample, and the chunk takes such histograms.
    package mutating func append(
        _ timestamp: Int64,
        _ histogram: NativeHistogram,
        startTimestamp start: Int64 = 0
    ) -> Outcome {
        precondition(takes(histogram), "a chunk has histograms of one kind")
        precondition(sampleCount == 0 || timestamp > lastTimestamp, "a chunk's samples ascend in time")
        var row = HistogramRow(histogram)
        guard sampleCount > 0 else {
            append(timestamp, row, start)
            return .appended
        }
        let fit = fit(of: row)
        if case .cut(let flag) = fit { return .refused(flag) }
        guard sampleCount < encoding.maxSamples else { return .refused(flag == .gauge ? .gauge : .notReset) }
        guard case .widened(let positive, let negative) = fit else {
            append(timestamp, row, start)
            return .appended
        }
        let isFloat = encoding.hasFloatCounts
        let chunkSpans = (last.layout.positiveSpans, last.layout.negativeSpans)
        let widensChunk = positive.widensChunk || negative.widensChunk
        if positive.widensHistogram || negative.widensHistogram {
            row.layout.positiveSpans = widensChunk ? positive.spans : chunkSpans.0
            row.layout.negativeSpans = widensChunk ? negative.spans : chunkSpans.1
            row.positive = positive.spread(row.positive, to: positive.histogramPositions, isFloat: isFloat)
            row.negative = negative.spread(row.negative, to: negative.histogramPositions, isFloat: isFloat)
        }
        if widensChunk { rewrite(positive, negative, row.layout) }
        append(timestamp, row, start)
        return widensChunk ? .rewritten : .appended
    }

    // MARK: Parts

    private func fit(of row: HistogramRow) -> HistogramFit {
        var previous = last
        previous.positive = positive.values
        previous.negative = negative.values
        return HistogramFit(row, after: previous, flag, isFloat: encoding.hasFloatCounts)
    }

    private mutating func append(_ timestamp: Int64, _ given: HistogramRow, _ start: Int64) {
        let row = given.isStaleMarker ? HistogramRow.stale(given.sum, hint: .unknown) : given
        if sampleCount == 0 {
            begin(timestamp, row)
        } else {
            let newDelta = timestamp &- lastTimestamp
            bits.writeVarbit(newDelta &- delta)
            delta = newDelta
            writeCounts(row)
            bits.write(row.sum.bitPattern, after: last.sum.bitPattern, &sumWindow)
            if !row.isStaleMarker {
                positive.append(row.positive, into: &bits)
                negative.append(row.negative, into: &bits)
            }
        }
        if encoding.hasStartTimestamps {
            _ = starts.encode(
                start,
                sample: sampleCount,
                timestamp: timestamp,
                previousTimestamp: lastTimestamp,
                into: &bits
            )
        }
        let layout = sampleCount == 0 ? row.layout : last.layout
        last = row
        last.layout = layout
        lastTimestamp = timestamp
        sampleCount += 1
    }

    private mutating func begin(_ timestamp: Int64, _ row: HistogramRow) {
        HistogramLayoutCoding.write(row.layout, into: &bits)
        bits.writeVarbit(timestamp)
        if encoding.hasFloatCounts {
            count.begin([Int64(bitPattern: row.count), Int64(bitPattern: row.zeroCount)], into: &bits)
        } else {
            // Unsigned in the first sample, differences later.
            bits.writeVarbit(row.count)
            bits.writeVarbit(row.zeroCount)
            count.resume([Int64(bitPattern: row.count), Int64(bitPattern: row.zeroCount)])
        }
        bits.write(row.sum.bitPattern, 64)
        positive.begin(row.positive, into: &bits)
        negative.begin(row.negative, into: &bits)
        firstTimestamp = timestamp
    }

    private mutating func writeCounts(_ row: HistogramRow) {
        if row.isStaleMarker, !encoding.hasFloatCounts { return bits.write(0, 2) }
        count.append([Int64(bitPattern: row.count), Int64(bitPattern: row.zeroCount)], into: &bits)
    }

    /// Encodes everything anew with the buckets of `layout`.
    private mutating func rewrite(_ positive: BucketUnion, _ negative: BucketUnion, _ layout: HistogramLayout) {
        let (old, isFloat) = (bytes, encoding.hasFloatCounts)
        var wider = HistogramChunkBuilder(encoding, flag)
        do throws(ChunkError) {
            var decoder = try HistogramDecoder(old.rawSpan, encoding)
            while try decoder.next() {
                var row = decoder.row
                row.layout = layout
                row.positive = positive.spread(row.positive, to: positive.chunkPositions, isFloat: isFloat)
                row.negative = negative.spread(row.negative, to: negative.chunkPositions, isFloat: isFloat)
                wider.append(decoder.timestamp, row, decoder.start)
            }
        } catch {
            preconditionFailure("a chunk that was just written cannot be read: \(error)")
        }
        self = wider
    }
}
