import PrometheusBytes
import PrometheusModel
import Testing

@testable import Chunks

@Suite struct XOR2ChunkTests {
    static func encode(_ samples: [(Int64, Double)], _ starts: [Int64] = []) -> [UInt8] {
        var builder = XOR2ChunkBuilder()
        for (index, sample) in samples.enumerated() {
            builder.append(sample.0, sample.1, startTimestamp: index < starts.count ? starts[index] : 0)
        }
        return builder.bytes
    }

    static func decode(_ bytes: [UInt8], _ window: ClosedRange<Int64> = .min ... .max) throws(ChunkError)
        -> SampleColumns
    {
        var columns = SampleColumns()
        let payload = ChunkPayload(.xor2, bytes.rawSpan)
        try payload.decode(window: window, into: &columns)
        return columns
    }

    @Test func `writes each kind of sample in the bits of the format description`() {
        // 0, 1000, then: unchanged, changed, late by 5 ms, stale.
        let bytes = Self.encode([
            (0, 1), (1000, 1), (2000, 1), (3000, 2), (4005, 2), (5010, StaleMarker.value),
        ])
        var expected: [UInt8] = [0, 6, 0, 0]
        expected.appendBigEndian(Double(1).bitPattern)
        expected += [0xE8, 0x07]
        // 0 | 0 | 10 1 00001 (leading 1) 001010 (10 bits) 1111111111 | 110 0000000000101 0 | 11111
        let bits = "0" + "0" + "10" + "1" + "00001" + "001011" + "11111111111" + "110" + "0000000000101" + "0" + "11111"
        let difference = Double(1).bitPattern ^ Double(2).bitPattern
        #expect(difference.leadingZeroBitCount == 1)
        #expect(64 - difference.leadingZeroBitCount - difference.trailingZeroBitCount == 11)
        var padded = bits
        while padded.count % 8 != 0 { padded += "0" }
        for start in stride(from: 0, to: padded.count, by: 8) {
            expected.append(UInt8(padded.dropFirst(start).prefix(8), radix: 2) ?? 0)
        }
        #expect(bytes == expected)
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `reads back what was written, start timestamps too`(seed: UInt64) throws {
        let samples = XORChunkTests.randomSamples(seed)
        var random = SplitMix(state: seed)
        var start: Int64 = seed % 3 == 0 ? 0 : samples[0].0 - 5000
        let starts = samples.map { sample in
            if seed % 4 > 1, Int.random(in: 0..<20, using: &random) == 0 { start = sample.0 - 1 }
            return start
        }
        let columns = try Self.decode(Self.encode(samples, starts))
        #expect(columns.timestamps == samples.map(\.0))
        #expect(columns.values.map(\.bitPattern) == samples.map(\.1.bitPattern))
        #expect(columns.startTimestamps == (starts.allSatisfy { $0 == 0 } ? [] : starts))
    }

    @Test func `the start of sample 127 is written even if none has changed before`() throws {
        let samples = (0..<200 as Range<Int64>).map { ($0 * 1000, 1.0) }
        let bytes = Self.encode(samples, [Int64](repeating: -7, count: 200))
        #expect(bytes[2] == 0x80 | 127)
        #expect(try Self.decode(bytes).startTimestamps == [Int64](repeating: -7, count: 200))
    }

    @Test(arguments: 0..<50 as Range<UInt64>)
    func `returns exactly the samples in the window`(seed: UInt64) throws {
        let samples = XORChunkTests.randomSamples(seed)
        let window = samples[samples.count / 4].0...samples[samples.count * 3 / 4].0
        let columns = try Self.decode(Self.encode(samples), window)
        #expect(columns.timestamps == samples.map(\.0).filter { window.contains($0) })
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `hostile bytes never crash`(seed: UInt64) {
        var random = SplitMix(state: seed)
        let whole = Self.encode(XORChunkTests.randomSamples(seed), [5])
        for _ in 0..<40 {
            var bytes = whole
            bytes[Int.random(in: bytes.indices, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
            if Bool.random(using: &random) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random)) }
            let columns = try? Self.decode(bytes)
            if let columns { #expect(zip(columns.timestamps, columns.timestamps.dropFirst()).allSatisfy { $0 < $1 }) }
        }
    }
}
