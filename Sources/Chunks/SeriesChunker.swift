internal import PrometheusModel

/// Cuts the samples of one series, which come in the order of time, into chunks: for what is merged or rewritten.
///
/// A chunk ends after 120 samples, where floats and histograms alternate, and where a histogram cannot follow.
package struct SeriesChunker: Sendable {
    /// The most samples in a chunk, as upstream's own.
    static let samplesPerChunk = 120

    /// The chunk that is being filled.
    private enum Open: Sendable {
        case none
        case xor(XORChunkBuilder, first: Int64)
        case xor2(XOR2ChunkBuilder, first: Int64)
        case decimal(SampleColumns)
        case histograms(HistogramChunkBuilder)
    }

    /// The encoding of floats.
    private let floatEncoding: ChunkEncoding
    /// Whether the start timestamps of histograms are kept.
    private let storesHistogramStarts: Bool
    private var open = Open.none
    private var finished: [EncodedChunk] = []

    package init(floatEncoding: ChunkEncoding, storesHistogramStarts: Bool) {
        precondition(floatEncoding.isFloat, "floats are not stored in chunks of histograms")
        self.floatEncoding = floatEncoding
        self.storesHistogramStarts = storesHistogramStarts
    }

    /// Adds a float.
    /// - Precondition: `timestamp` is newer than the newest sample.
    package mutating func append(_ timestamp: Int64, _ value: Double, startTimestamp: Int64 = 0) {
        switch open {
        case .xor(let builder, _) where builder.sampleCount < Self.samplesPerChunk: break
        case .xor2(let builder, _) where builder.sampleCount < Self.samplesPerChunk: break
        case .decimal(let samples) where samples.count < DecimalTranscoder.samplesPerChunk: break
        default:
            end()
            switch floatEncoding {
            case .xor2: open = .xor2(XOR2ChunkBuilder(), first: timestamp)
            case .decimal: open = .decimal(SampleColumns())
            default: open = .xor(XORChunkBuilder(), first: timestamp)
            }
        }
        // Taken out, so that the bytes are not copied.
        let taken = open
        open = .none
        switch taken {
        case .xor(var builder, let first):
            builder.append(timestamp, value)
            open = .xor(builder, first: first)
        case .xor2(var builder, let first):
            builder.append(timestamp, value, startTimestamp: startTimestamp)
            open = .xor2(builder, first: first)
        case .decimal(var samples):
            samples.append(timestamp, value)
            open = .decimal(samples)
        case .none, .histograms: preconditionFailure("a chunk of floats was begun")
        }
    }

    /// Adds a histogram.
    /// - Precondition: Its time is newer than the newest sample's.
    package mutating func append(_ sample: TimedHistogram) {
        let encoding = ChunkEncoding.encoding(of: sample.histogram, startTimestamps: storesHistogramStarts)
        var flag = HistogramChunkBuilder.flag(before: sample.histogram, after: nil)
        if case .histograms(var builder) = open, builder.encoding == encoding {
            if builder.sampleCount < Self.samplesPerChunk {
                open = .none
                let outcome = builder.append(
                    sample.timestamp,
                    sample.histogram,
                    startTimestamp: sample.startTimestamp
                )
                open = .histograms(builder)
                guard case .refused(let needed) = outcome else { return }
                flag = needed
            } else {
                flag = HistogramChunkBuilder.flag(before: sample.histogram, after: builder)
            }
        }
        end()
        var builder = HistogramChunkBuilder(encoding, flag)
        _ = builder.append(sample.timestamp, sample.histogram, startTimestamp: sample.startTimestamp)
        open = .histograms(builder)
    }

    /// Ends the last chunk and returns all.
    package mutating func finish() -> [EncodedChunk] {
        end()
        defer { finished = [] }
        return finished
    }

    private mutating func end() {
        switch open {
        case .none: return
        case .xor(let builder, let first):
            finish(.xor, builder.bytes, builder.sampleCount, first...builder.state.lastTimestamp)
        case .xor2(let builder, let first):
            finish(.xor2, builder.bytes, builder.sampleCount, first...builder.lastTimestamp)
        case .decimal(let samples): finishDecimal(samples)
        case .histograms(let builder): finished.append(builder.encoded)
        }
        open = .none
    }

    private mutating func finishDecimal(_ samples: SampleColumns) {
        let (timestamps, values) = (samples.timestamps, samples.values)
        if let bytes = DecimalChunk.encode(timestamps[...], values[...]) {
            return finish(.decimal, bytes, timestamps.count, timestamps[0]...timestamps[timestamps.count - 1])
        }
        for start in stride(from: 0, to: timestamps.count, by: Self.samplesPerChunk) {
            let end = min(timestamps.count, start + Self.samplesPerChunk)
            var builder = XORChunkBuilder()
            for row in start..<end { builder.append(timestamps[row], values[row]) }
            finish(.xor, builder.bytes, end - start, timestamps[start]...timestamps[end - 1])
        }
    }

    private mutating func finish(
        _ encoding: ChunkEncoding,
        _ bytes: [UInt8],
        _ count: Int,
        _ times: ClosedRange<Int64>
    ) {
        finished.append(
            EncodedChunk(
                encoding: encoding,
                bytes: bytes,
                sampleCount: count,
                minTime: times.lowerBound,
                maxTime: times.upperBound
            )
        )
    }
}
