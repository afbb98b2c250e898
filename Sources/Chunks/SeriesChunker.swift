internal import PrometheusModel

/// Cuts the samples of one series, which come in the order of time, into chunks: for what is merged or rewritten.
///
/// A chunk ends after 120 samples, where floats and histograms alternate, and where a histogram cannot follow.
package struct SeriesChunker: Sendable {
    /// The most samples in a chunk, as upstream's own.
    static let samplesPerChunk = 120

    /// What the chunk is that is being filled.
    private enum Open: Sendable {
        case none
        case floats
        case histograms
    }

    /// The encoding of floats.
    private let floatEncoding: ChunkEncoding
    /// Whether the start timestamps of histograms are kept.
    private let storesHistogramStarts: Bool
    private var open = Open.none
    // In fields of their own, because the payload of an enumeration is copied when it is changed.
    private var xor = XORChunkBuilder()
    private var xor2 = XOR2ChunkBuilder()
    private var decimal = SampleColumns()
    private var histograms = HistogramChunkBuilder(.histogram, .unknown)
    private var firstTimestamp: Int64 = 0
    private var sampleCount = 0
    private var finished: [EncodedChunk] = []

    package init(floatEncoding: ChunkEncoding, storesHistogramStarts: Bool) {
        precondition(floatEncoding.isFloat, "floats are not stored in chunks of histograms")
        self.floatEncoding = floatEncoding
        self.storesHistogramStarts = storesHistogramStarts
    }

    /// Adds a float.
    /// - Precondition: `timestamp` is newer than the newest sample.
    package mutating func append(_ timestamp: Int64, _ value: Double, startTimestamp: Int64 = 0) {
        let limit = floatEncoding == .decimal ? DecimalTranscoder.samplesPerChunk : Self.samplesPerChunk
        if open != .floats || sampleCount >= limit {
            end()
            open = .floats
            firstTimestamp = timestamp
        }
        switch floatEncoding {
        case .decimal: decimal.append(timestamp, value)
        case .xor2: xor2.append(timestamp, value, startTimestamp: startTimestamp)
        default: xor.append(timestamp, value)
        }
        sampleCount += 1
    }

    /// Adds a histogram.
    /// - Precondition: Its time is newer than the newest sample's.
    package mutating func append(_ sample: TimedHistogram) {
        let encoding = ChunkEncoding.encoding(of: sample.histogram, startTimestamps: storesHistogramStarts)
        var flag = HistogramChunkBuilder.flag(before: sample.histogram, after: nil)
        if open == .histograms, histograms.encoding == encoding {
            if histograms.sampleCount < Self.samplesPerChunk {
                let outcome = histograms.append(
                    sample.timestamp,
                    sample.histogram,
                    startTimestamp: sample.startTimestamp
                )
                guard case .refused(let needed) = outcome else { return }
                flag = needed
            } else {
                flag = HistogramChunkBuilder.flag(before: sample.histogram, after: histograms)
            }
        }
        end()
        histograms = HistogramChunkBuilder(encoding, flag)
        _ = histograms.append(sample.timestamp, sample.histogram, startTimestamp: sample.startTimestamp)
        open = .histograms
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
        case .histograms: finished.append(histograms.encoded)
        case .floats: endFloats()
        }
        open = .none
        sampleCount = 0
    }

    private mutating func endFloats() {
        switch floatEncoding {
        case .decimal:
            finishDecimal(decimal)
            decimal.removeAll()
        case .xor2:
            finish(.xor2, xor2.bytes, sampleCount, firstTimestamp...xor2.lastTimestamp)
            xor2 = XOR2ChunkBuilder()
        default:
            finish(.xor, xor.bytes, sampleCount, firstTimestamp...xor.state.lastTimestamp)
            xor = XORChunkBuilder()
        }
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
