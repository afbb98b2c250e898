import PrometheusBytes
import PrometheusModel
import Testing

@testable import Chunks

@Suite struct DecimalChunkTests {
    static func decode(
        _ bytes: [UInt8],
        _ window: ClosedRange<Int64> = .min ... .max
    ) throws(ChunkError) -> SampleColumns {
        var columns = SampleColumns()
        let payload = ChunkPayload(.decimal, bytes.rawSpan)
        try payload.decode(window: window, into: &columns)
        return columns
    }

    /// Series as servers have them: counters that reset, gauges in some unit, noise, stale markers, times that vary.
    static func series(_ seed: UInt64) -> (timestamps: [Int64], values: [Double]) {
        var random = SplitMix(state: seed)
        let count = Int.random(in: 1...500, using: &random)
        let decimals = [1.0, 10, 100, 1e3, 1e6, 1e9][Int.random(in: 0..<6, using: &random)]
        let unit: Int64 = [1, 1, 4096, 512, 3][Int.random(in: 0..<5, using: &random)]
        let range = Int64(1) << Int64.random(in: 0...40, using: &random)
        let kind = Int.random(in: 0..<5, using: &random)
        let odd = seed % 3 == 0 ? Int.random(in: 0...40, using: &random) : -1
        var (time, number) = (Int64(1_700_000_000_000), Int64.random(in: 0...1 << 40, using: &random))
        var (timestamps, values): ([Int64], [Double]) = ([], [])
        for index in 0..<count {
            time += 15_000 + (seed % 2 == 0 ? 0 : Int64.random(in: -3...3, using: &random))
            switch kind {
            case 0: break
            case 1: number += Int64.random(in: 0..<range, using: &random)
            case 2: number += Int64.random(in: -range...range, using: &random)
            case 3: number = Int64.random(in: 0..<range, using: &random)
            default: number += index % 90 == 17 ? -number : Int64.random(in: 0..<range, using: &random)
            }
            timestamps.append(time)
            if odd > 0, index % (16 + odd) == 16 {
                values.append([StaleMarker.value, .nan, .infinity, -0.0, .pi, 1e300][Int(random.next() % 6)])
            } else {
                values.append(Double((number % (1 << 40)) * unit) / decimals)
            }
        }
        return (timestamps, values)
    }

    @Test(arguments: 0..<300 as Range<UInt64>)
    func `reads back what was written, bit for bit`(seed: UInt64) throws {
        let (timestamps, values) = Self.series(seed)
        let encoded = DecimalChunk.encode(timestamps[...], values[...])
        let bytes = try #require(encoded)
        let columns = try Self.decode(bytes)
        #expect(columns.timestamps == timestamps)
        #expect(columns.values.map(\.bitPattern) == values.map(\.bitPattern))
        let summary = try ChunkPayload(.decimal, bytes.rawSpan).validate()
        #expect(summary.sampleCount == timestamps.count && summary.minTime == timestamps[0])
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func `returns exactly the samples in the window`(seed: UInt64) throws {
        let (timestamps, values) = Self.series(seed)
        let encoded = DecimalChunk.encode(timestamps[...], values[...])
        let bytes = try #require(encoded)
        var random = SplitMix(state: seed)
        for _ in 0..<6 {
            let ends = [0, 1].map { _ in
                (timestamps.randomElement(using: &random) ?? 0) + Int64.random(in: -1...1, using: &random)
            }.sorted()
            let rows = timestamps.indices.filter { (ends[0]...ends[1]).contains(timestamps[$0]) }
            let columns = try Self.decode(bytes, ends[0]...ends[1])
            #expect(columns.timestamps == rows.map { timestamps[$0] })
            #expect(columns.values.map(\.bitPattern) == rows.map { values[$0].bitPattern })
        }
    }

    @Test func `writes the worked example of the format description`() throws {
        let bytes = try #require(DecimalChunk.encode([0, 15_000, 30_000, 45_000], [0.5, 1.0, 1.0, 2.0]))
        // Times: all differences are one unit of 15,000.
        var expected: [UInt8] = [0, 4, 1, 0, 0x05, 0x00, 0x98, 0x75, 0x02]
        // Values in tenths: 5, then 1, 1 and 3 units of 5 more than that: 2, 2 and 6 as two-sided numbers.
        expected += [0x02, 0x0A, 0x05, 0x00, 0x02, 0x02, 0x11, 0b0000_1100]
        #expect(bytes == expected)
    }

    @Test func `values that are no decimal numbers are left to other encodings`() {
        let timestamps = (0..<100).map { Int64($0) * 1000 }
        #expect(DecimalChunk.encode(timestamps[...], timestamps.map { Double($0).squareRoot() }[...]) == nil)
        #expect(DecimalChunk.encode(timestamps[...], timestamps.map { _ in StaleMarker.value }[...]) == nil)
    }

    @Test(arguments: 0..<300 as Range<UInt64>)
    func `hostile bytes never crash`(seed: UInt64) throws {
        let (timestamps, values) = Self.series(seed)
        let encoded = DecimalChunk.encode(timestamps[...], values[...])
        let whole = try #require(encoded)
        var random = SplitMix(state: seed)
        for _ in 0..<60 {
            var bytes = whole
            bytes[Int.random(in: 0..<min(bytes.count, 40), using: &random)] = UInt8.random(in: 0...255, using: &random)
            bytes[Int.random(in: bytes.indices, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
            if Bool.random(using: &random) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random)) }
            var columns = SampleColumns()
            columns.append(-1, 7)
            let payload = ChunkPayload(.decimal, bytes.rawSpan)
            try? payload.decode(window: .min ... .max, into: &columns)
            #expect(columns.timestamps.count == columns.values.count)
            #expect(columns.timestamps[0] == -1)
        }
    }

    @Test(arguments: 0..<60 as Range<UInt64>)
    func `codes are complete and none is longer than eight bits`(seed: UInt64) {
        var random = SplitMix(state: seed)
        var frequencies = [Int](repeating: 0, count: TokenCode.tokenCount)
        var weight = 1.0
        for token in 0..<Int.random(in: 2...65, using: &random) {
            frequencies[token] = Int(weight)
            weight = min(1e12, weight * Double.random(in: 1...2.5, using: &random))
        }
        let code = TokenCode(frequencies: frequencies)
        #expect(code.lengths.allSatisfy { $0 <= 8 })
        #expect(TokenCode(lengths: code.lengths)?.codes == code.codes)
        for (frequency, length) in zip(frequencies, code.lengths) { #expect((frequency > 0) == (length > 0)) }
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `chunks are joined when they are transcoded, and nothing changes`(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        var chunker = SeriesChunker(floatEncoding: .xor, storesHistogramStarts: false)
        var time: Int64 = 0
        for sample in 0..<2000 as Range<Int64> {
            time += 15_000
            switch seed % 4 {
            case 0: chunker.append(time, Double(sample))
            case 1: chunker.append(time, sample < 700 ? Double(sample).squareRoot() : Double(sample) / 8)
            case 2 where sample % 500 == 77:
                chunker.append(TimedHistogram(time, .integer(HistogramChunkTests.integer([sample]))))
            default: chunker.append(time, sample % 50 == 3 ? StaleMarker.value : Double(random.next() % 1000) / 10)
            }
        }
        var chunks = EncodedChunks()
        for chunk in chunker.finish() {
            chunks.append(
                minTime: chunk.minTime,
                maxTime: chunk.maxTime,
                encoding: chunk.encoding,
                payload: chunk.bytes.rawSpan
            )
        }
        var transcoded = EncodedChunks()
        var transcoder = DecimalTranscoder()
        try transcoder.transcode(chunks, into: &transcoded)
        #expect(transcoded.isOrdered && transcoded.count < chunks.count)
        #expect(transcoded.payloadBytes < chunks.payloadBytes)
        #expect(transcoded.encodings.contains(.decimal))
        var (before, after) = (SampleColumns(), SampleColumns())
        for index in 0..<chunks.count {
            try ChunkPayload(chunks.encodings[index], chunks.payload(at: index)).decode(
                window: .min ... .max,
                into: &before
            )
        }
        for index in 0..<transcoded.count {
            try ChunkPayload(transcoded.encodings[index], transcoded.payload(at: index)).decode(
                window: .min ... .max,
                into: &after
            )
        }
        #expect(before.timestamps == after.timestamps && before.histogramRows == after.histogramRows)
        #expect(before.values.map(\.bitPattern) == after.values.map(\.bitPattern))
    }
}
