import PrometheusBytes
import PrometheusModel
import Testing

@testable import Chunks

/// Chunks that are decoded side by side, against the same chunks decoded one by one by the checked decoder.
@Suite struct XORRunTests {
    /// Several chunks in one buffer, in any order of places.
    private static func run(_ seeds: [UInt64]) -> (buffer: [UInt8], extents: [ChunkExtent]) {
        var buffer: [UInt8] = []
        var extents: [ChunkExtent] = []
        for seed in seeds.reversed() {
            let samples = XORChunkTests.randomSamples(seed)
            let bytes = XORChunkTests.encode(samples)
            extents.insert(
                ChunkExtent(offset: buffer.count, byteCount: bytes.count, sampleCount: samples.count),
                at: 0
            )
            buffer += bytes
        }
        return (buffer + [UInt8](repeating: 0xFF, count: ChunkPayload.guardBytes), extents)
    }

    private static func oneByOne(
        _ buffer: [UInt8],
        _ extents: [ChunkExtent],
        _ window: ClosedRange<Int64>
    ) throws(ChunkError) -> (timestamps: [Int64], values: [UInt64]) {
        var timestamps: [Int64] = []
        var values: [Double] = []
        for extent in extents {
            let bytes = buffer.rawSpan.extracting(extent.offset..<extent.offset + extent.byteCount)
            try XORChunk.decode(
                bytes,
                count: extent.sampleCount,
                window: window,
                timestamps: &timestamps,
                values: &values
            )
        }
        return (timestamps, values.map(\.bitPattern))
    }

    private static func sideBySide(
        _ buffer: [UInt8],
        _ extents: [ChunkExtent],
        _ window: ClosedRange<Int64>
    ) throws(ChunkError) -> (timestamps: [Int64], values: [UInt64]) {
        var samples = SampleColumns()
        try ChunkPayload.decode(buffer.rawSpan, extents, window: window, into: &samples)
        return (samples.timestamps, samples.values.map(\.bitPattern))
    }

    @Test(arguments: 0..<300 as Range<UInt64>)
    func `side by side is as one by one`(seed: UInt64) throws {
        let (buffer, extents) = Self.run((0..<seed % 5 + 1).map { seed * 7 + $0 })
        let expected = try Self.oneByOne(buffer, extents, XORChunkTests.everything)
        let decoded = try Self.sideBySide(buffer, extents, XORChunkTests.everything)
        #expect(decoded.timestamps == expected.timestamps && decoded.values == expected.values)
        // A window that cuts the first chunk at its front and the last one at its back.
        let times = try Self.oneByOne(buffer, [extents[0]], XORChunkTests.everything).timestamps
        let lower = times[times.count / 3]
        let window = lower...max(lower, times[times.count * 2 / 3])
        let cut = try Self.sideBySide(buffer, [extents[0]], window)
        #expect(cut == (try Self.oneByOne(buffer, [extents[0]], window)))
    }

    @Test(arguments: 0..<500 as Range<UInt64>)
    func `damage is found, or seen the same way`(seed: UInt64) throws {
        var (buffer, extents) = Self.run([seed, seed + 1000, seed + 2000])
        var random = SplitMix(state: seed)
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            buffer[Int.random(in: buffer.indices, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
        }
        if seed % 3 == 0 { extents[1].sampleCount += Int.random(in: 1...100, using: &random) }
        if seed % 5 == 0 { extents[2].byteCount /= 2 }
        let (expected, decoded): (String, String)
        do { expected = "\(try Self.oneByOne(buffer, extents, XORChunkTests.everything))" } catch {
            expected = "\(error)"
        }
        do { decoded = "\(try Self.sideBySide(buffer, extents, XORChunkTests.everything))" } catch {
            decoded = "\(error)"
        }
        #expect(decoded == expected)
    }

    @Test func `chunks without bytes behind them are decoded too`() throws {
        let (buffer, extents) = Self.run([3, 4])
        let tight = Array(buffer.dropLast(ChunkPayload.guardBytes))
        #expect(
            try Self.sideBySide(tight, extents, XORChunkTests.everything)
                == Self.oneByOne(tight, extents, XORChunkTests.everything)
        )
    }
}
