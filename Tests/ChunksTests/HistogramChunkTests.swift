import PrometheusBytes
import PrometheusModel
import Testing

@testable import Chunks

@Suite struct HistogramChunkTests {
    static let everything = Int64.min...Int64.max

    static func decode(_ bytes: [UInt8], _ encoding: ChunkEncoding) throws(ChunkError) -> [TimedHistogram] {
        var samples: [TimedHistogram] = []
        let payload = ChunkPayload(encoding, bytes.rawSpan)
        try payload.decodeHistograms(window: everything, into: &samples)
        return samples
    }

    static func integer(_ counts: [Int64], offset: Int32 = 0, sum: Double = 1) -> IntegerHistogram {
        var histogram = IntegerHistogram()
        histogram.layout.positiveSpans = [HistogramSpan(offset: offset, length: UInt32(counts.count))]
        histogram.positiveDeltas = RandomHistograms.deltas(counts)
        histogram.count = UInt64(counts.reduce(0, +))
        histogram.sum = sum
        return histogram
    }

    @Test func `writes the worked example of the format description`() throws {
        var histogram = IntegerHistogram()
        histogram.layout.schema = 3
        histogram.layout.zeroThreshold = 0x1p-128
        histogram.layout.positiveSpans = [HistogramSpan(offset: -95, length: 2), HistogramSpan(offset: 28, length: 1)]
        histogram.positiveDeltas = [1, 0, 0]
        histogram.count = 3
        histogram.sum = 0.00405387
        var builder = HistogramChunkBuilder(.histogram, .unknown)
        for sample in 0..<6 as Range<Int64> {
            #expect(builder.append(1_795_500_352_559 + sample * 1000, .integer(histogram)) == .appended)
        }
        let expected = "000600749ca5da18e71fc0003441852485f31fb84d653893f037c4f1f40000000000"
        #expect(builder.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() == expected)
        let samples = try Self.decode(builder.bytes, .histogram)
        #expect(samples.count == 6)
        var read = histogram
        #expect(samples[0].histogram == .integer(read))
        read.counterResetHint = .notReset
        #expect(samples[5].histogram == .integer(read))
        #expect(samples[5].timestamp == 1_795_500_357_559)
    }

    @Test(arguments: 0..<160 as Range<UInt64>)
    func `reads back what was written, in chunks that end where one must`(seed: UInt64) throws {
        let (isFloat, isGauge, hasStarts) = (seed & 1 == 1, seed & 2 == 2, seed & 4 == 4)
        var source = RandomHistograms(seed: seed, isFloat: isFloat, isGauge: isGauge)
        let given = (0..<150 as Range<Int64>).map { sample in
            TimedHistogram(
                1_700_000_000_000 + sample * 15_000 + Int64(source.random.next() % 7),
                source.next(),
                startTimestamp: hasStarts ? 1_699_999_000_000 + sample / 40 * 1000 : 0
            )
        }
        let encoding = ChunkEncoding.encoding(of: given[0].histogram, startTimestamps: hasStarts)
        var (chunks, rewrites) = ([HistogramChunkBuilder](), 0)
        for sample in given {
            let flag = HistogramChunkBuilder.flag(before: sample.histogram, after: chunks.last)
            if chunks.isEmpty { chunks.append(HistogramChunkBuilder(encoding, flag)) }
            let last = chunks.count - 1
            switch chunks[last].append(sample.timestamp, sample.histogram, startTimestamp: sample.startTimestamp) {
            case .appended: break
            case .rewritten: rewrites += 1
            case .refused(let flag):
                chunks.append(HistogramChunkBuilder(encoding, flag))
                let outcome = chunks[last + 1].append(
                    sample.timestamp,
                    sample.histogram,
                    startTimestamp: sample.startTimestamp
                )
                #expect(outcome == .appended)
            }
        }
        #expect(rewrites > 0)
        var read: [TimedHistogram] = []
        for chunk in chunks {
            let samples = try Self.decode(chunk.bytes, encoding)
            #expect(samples.count == chunk.sampleCount)
            for (index, sample) in samples.enumerated() where !sample.histogram.isStaleMarker {
                let hint = sample.histogram.counterResetHint
                #expect(hint == (isGauge ? .gauge : index == 0 ? .unknown : .notReset))
            }
            let payload = chunk.bytes
            let summary = try ChunkPayload(encoding, payload.rawSpan).validate()
            #expect(
                summary
                    == ChunkSummary(
                        sampleCount: chunk.sampleCount,
                        minTime: chunk.firstTimestamp,
                        maxTime: chunk.lastTimestamp
                    )
            )
            read += samples
        }
        #expect(read.map(\.timestamp) == given.map(\.timestamp))
        #expect(read.map(\.startTimestamp) == given.map(\.startTimestamp))
        for (first, second) in zip(read, given) {
            #expect(first.histogram.sum.bitPattern == second.histogram.sum.bitPattern)
            guard !first.histogram.isStaleMarker else { continue }
            #expect(first.histogram.buckets == second.histogram.buckets)
            #expect(first.histogram.countAndZero == second.histogram.countAndZero)
            #expect(first.histogram.layout.schema == second.histogram.layout.schema)
        }
    }

    @Test func `new buckets rewrite the chunk, vanished empty ones widen the histogram`() throws {
        var builder = HistogramChunkBuilder(.histogram, .unknown)
        #expect(builder.append(1, .integer(Self.integer([1, 0, 2]))) == .appended)
        #expect(builder.append(2, .integer(Self.integer([1, 0, 2, 5]))) == .rewritten)
        // The bucket at 1 is empty and missing here.
        var without = Self.integer([1])
        without.layout.positiveSpans = [HistogramSpan(offset: 0, length: 1), HistogramSpan(offset: 1, length: 2)]
        without.positiveDeltas = [1, 1, 3]
        without.count = 8
        #expect(builder.append(3, .integer(without)) == .appended)
        let samples = try Self.decode(builder.bytes, .histogram).map(\.histogram)
        #expect(
            samples.map(\.layout.positiveSpans) == Array(repeating: [HistogramSpan(offset: 0, length: 4)], count: 3)
        )
        #expect(samples[0].buckets == ["+0": 1, "+2": 2])
        #expect(samples[2].buckets == ["+0": 1, "+2": 2, "+3": 5])
    }

    @Test func `a chunk ends where a counter starts over or the layout is another`() {
        let base = Self.integer([3, 4], sum: 5)
        func outcome(_ change: (inout IntegerHistogram) -> Void) -> HistogramChunkBuilder.Outcome {
            var builder = HistogramChunkBuilder(.histogram, .unknown)
            _ = builder.append(1, .integer(base))
            var next = Self.integer([5, 6], sum: 9)
            change(&next)
            return builder.append(2, .integer(next))
        }
        #expect(outcome { _ in } == .appended)
        #expect(outcome { $0.counterResetHint = .gauge } == .refused(.gauge))
        #expect(outcome { $0.counterResetHint = .reset } == .refused(.reset))
        #expect(outcome { $0.count = 6 } == .refused(.reset))
        #expect(outcome { $0.layout.schema = 1 } == .refused(.unknown))
        #expect(outcome { $0.layout.zeroThreshold = 0.5 } == .refused(.unknown))
        #expect(outcome { $0.positiveDeltas = [2, 9] } == .refused(.reset))
        #expect(outcome { $0.layout.positiveSpans[0].offset = 1 } == .refused(.reset))
        #expect(outcome { $0.sum = StaleMarker.value } == .appended)
    }

    @Test func `after a stale marker only stale markers follow`() throws {
        var stale = IntegerHistogram()
        stale.sum = StaleMarker.value
        var builder = HistogramChunkBuilder(.histogram, .unknown)
        #expect(builder.append(1, .integer(Self.integer([1]))) == .appended)
        #expect(builder.append(2, .integer(stale)) == .appended)
        #expect(builder.append(3, .integer(stale)) == .appended)
        #expect(builder.append(4, .integer(Self.integer([2]))) == .refused(.unknown))
        #expect(try Self.decode(builder.bytes, .histogram).map(\.histogram.isStaleMarker) == [false, true, true])
    }

    @Test(arguments: [
        0.0, 1, 0.25, 0.1, 33_554.43, 33_554.431, 1e9, -1, 0.0005, .leastNonzeroMagnitude, 2.5,
    ])
    func `custom bounds come back bit for bit`(bound: Double) throws {
        var histogram = Self.integer([1, 2])
        histogram.layout.schema = HistogramLayout.customBucketsSchema
        histogram.layout.customBounds = [bound]
        var builder = HistogramChunkBuilder(.histogram, .unknown)
        _ = builder.append(1, .integer(histogram))
        let read = try Self.decode(builder.bytes, .histogram)[0].histogram.layout.customBounds
        #expect(read.map(\.bitPattern) == [bound.bitPattern])
    }

    @Test(arguments: [0.0, 0x1p-243, 0x1p10, 0x1p-128, 0x1p11, 0x1p-244, 1e-3, 0.001, 3])
    func `zero thresholds come back bit for bit`(threshold: Double) throws {
        var histogram = Self.integer([1, 2])
        histogram.layout.zeroThreshold = threshold
        var builder = HistogramChunkBuilder(.histogram, .unknown)
        _ = builder.append(1, .integer(histogram))
        let read = try Self.decode(builder.bytes, .histogram)[0].histogram.layout.zeroThreshold
        #expect(read.bitPattern == threshold.bitPattern)
    }

    @Test func `schemas that are too fine are reduced when they are read`() throws {
        var histogram = Self.integer([1, 2, 3, 4, 5], offset: -1)
        histogram.layout.schema = 9
        var builder = HistogramChunkBuilder(.histogram, .unknown)
        _ = builder.append(1, .integer(histogram))
        let read = try Self.decode(builder.bytes, .histogram)[0].histogram
        #expect(read.layout.schema == 8)
        // −1 and 0 end at 0, 1 and 2 at 1, 3 at 2.
        #expect(read.buckets == ["+0": 3, "+1": 7, "+2": 5])
    }

    @Test(arguments: 0..<240 as Range<UInt64>)
    func `hostile bytes never crash`(seed: UInt64) {
        var source = RandomHistograms(seed: seed, isFloat: seed & 1 == 1, isGauge: true)
        let first = source.next()
        let encoding = ChunkEncoding.encoding(of: first, startTimestamps: seed & 2 == 2)
        var builder = HistogramChunkBuilder(encoding, .gauge)
        for sample in 0..<20 as Range<Int64> { _ = builder.append(sample * 1000, source.next()) }
        var random = SplitMix(state: seed)
        for _ in 0..<60 {
            var bytes = builder.bytes
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
            }
            if Bool.random(using: &random) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random)) }
            var columns = SampleColumns()
            let payload = ChunkPayload(encoding, bytes.rawSpan)
            try? payload.decode(window: Self.everything, into: &columns)
            #expect(columns.histograms.count == columns.count)
            _ = try? payload.validate()
        }
        let noise = (0..<300).map { _ in UInt8.random(in: 0...255, using: &random) }
        _ = try? Self.decode(noise, encoding)
    }
}
