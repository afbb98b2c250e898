import PrometheusBytes
import PrometheusModel
import Testing

@testable import Chunks

@Suite struct XORChunkTests {
    static let everything = Int64.min...Int64.max

    static func encode(_ samples: [(Int64, Double)]) -> [UInt8] {
        var builder = XORChunkBuilder()
        for (timestamp, value) in samples { builder.append(timestamp, value) }
        return builder.bytes
    }

    static func decode(
        _ bytes: [UInt8],
        window: ClosedRange<Int64> = everything
    ) throws(ChunkError) -> (timestamps: [Int64], values: [UInt64]) {
        var timestamps: [Int64] = []
        var values: [Double] = []
        try XORChunk.decode(bytes.rawSpan, window: window, timestamps: &timestamps, values: &values)
        return (timestamps, values.map(\.bitPattern))
    }

    /// A random series that visits all widths of times and values.
    static func randomSamples(_ seed: UInt64) -> [(Int64, Double)] {
        var random = SplitMix(state: seed)
        var timestamp = Int64.random(in: -1 << 45...1 << 45, using: &random)
        var value = Double.random(in: -1000...1000, using: &random)
        let steps: [Int64] = [1, 15_000, 8_192, 23_192, 80_536, 524_288, 1 << 33, 1 << 50]
        return (0..<Int.random(in: 1...300, using: &random)).map { _ in
            let widest = Int.random(in: 1...steps.count, using: &random)
            timestamp +=
                Int.random(in: 0...3, using: &random) > 0
                ? 15_000 : Int64.random(in: 1...steps[widest - 1], using: &random)
            switch Int.random(in: 0...8, using: &random) {
            case 0: value = Double.random(in: -1e9...1e9, using: &random)
            case 1: value = Double(bitPattern: random.next())
            case 2: value = StaleMarker.value
            case 3: value = [.infinity, -0.0, 0, .nan, .leastNonzeroMagnitude][Int(random.next() % 5)]
            case 4...6: value = (value.isFinite ? value.rounded() : 0) + 1
            default: break
            }
            return (timestamp, value)
        }
    }

    @Test func `writes the worked example of the format description`() throws {
        let bytes = Self.encode([(1_000_000, 12), (1_001_000, 12), (1_002_001, 24), (1_003_000, 24)])
        #expect(
            bytes == [
                0x00, 0x04, 0x80, 0x89, 0x7A, 0x40, 0x28, 0, 0, 0, 0, 0, 0, 0xE8, 0x07, 0x40, 0x00, 0xEB, 0x07, 0x7F,
                0xFC,
            ]
        )
        let decoded = try Self.decode(bytes)
        #expect(decoded.timestamps == [1_000_000, 1_001_000, 1_002_001, 1_003_000])
        #expect(decoded.values == [12.0, 12, 24, 24].map(\.bitPattern))
    }

    @Test(arguments: [
        (8_192, 16), (8_193, 20), (-8_191, 16), (-8_192, 20), (65_536, 20), (65_537, 24), (-65_535, 20), (-65_536, 24),
        (524_288, 24), (524_289, 68), (-524_287, 24), (-524_288, 68), (0, 1),
    ])
    func `the range of each delta of deltas is one wider upwards`(difference: Int64, bits: Int) throws {
        let times: [Int64] = [0, 1_000_000, 2_000_000 + difference]
        var builder = XORChunkBuilder()
        builder.append(times[0], 1)
        builder.append(times[1], 1)
        let before = builder.state.bitCount
        builder.append(times[2], 1)
        #expect(Int(builder.state.bitCount - before) == bits + 1)
        #expect(try Self.decode(builder.bytes).timestamps == times)
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `reads back what was written`(seed: UInt64) throws {
        let samples = Self.randomSamples(seed)
        let decoded = try Self.decode(Self.encode(samples))
        #expect(decoded.timestamps == samples.map(\.0))
        #expect(decoded.values == samples.map(\.1.bitPattern))
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func `returns exactly the samples in the window`(seed: UInt64) throws {
        let samples = Self.randomSamples(seed)
        var random = SplitMix(state: seed ^ 99)
        let ends = [samples.randomElement(using: &random)?.0 ?? 0, samples.randomElement(using: &random)?.0 ?? 0]
            .sorted()
        for window in [ends[0]...ends[1], (ends[0] - 1)...(ends[1] + 1), (ends[0] + 1)...max(ends[0] + 1, ends[1] - 1)]
        {
            let expected = samples.filter { window.contains($0.0) }
            let decoded = try Self.decode(Self.encode(samples), window: window)
            #expect(decoded.timestamps == expected.map(\.0))
            #expect(decoded.values == expected.map(\.1.bitPattern))
        }
    }

    @Test func `a window that was never set reads as the whole value`() throws {
        // 1.0 at 0, then `10` and all 64 bits, as an appender writes that resumed the chunk by reading it.
        var bytes: [UInt8] = [0, 2, 0]
        bytes.appendBigEndian(Double(1).bitPattern)
        bytes.append(5)
        let difference = Double(1).bitPattern ^ Double(2).bitPattern
        bytes.appendBigEndian(UInt64(0b10) << 62 | difference >> 2)
        bytes.append(UInt8(truncatingIfNeeded: difference << 6))
        let decoded = try Self.decode(bytes)
        #expect(decoded.timestamps == [0, 5])
        #expect(decoded.values == [1.0, 2].map(\.bitPattern))
    }

    @Test func `an empty chunk has no samples`() throws {
        #expect(try Self.decode([0, 0]).timestamps.isEmpty)
        #expect(XORChunkBuilder().bytes == [0, 0])
    }

    @Test func `bytes that end early are an error that names the sample`() throws {
        let bytes = Self.encode([(1_000_000, 12), (1_001_000, 13), (1_002_001, 24.5), (1_003_000, 24)])
        for length in bytes.indices {
            #expect(throws: ChunkError.self) { try Self.decode(Array(bytes[..<length])) }
        }
        #expect(throws: ChunkError.truncated(sample: 0)) { try Self.decode(Array(bytes[..<5])) }
        #expect(throws: ChunkError.truncated(sample: 1)) { try Self.decode(Array(bytes[..<13])) }
    }

    @Test(arguments: 0..<300 as Range<UInt64>)
    func `hostile bytes never crash`(seed: UInt64) {
        var random = SplitMix(state: seed)
        var bytes = Self.encode(Self.randomSamples(seed))
        for _ in 0..<40 {
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes[Int.random(in: bytes.indices, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
            case 2: if bytes.count > 3 { bytes.removeLast(Int.random(in: 1...2, using: &random)) }
            default: bytes.append(UInt8.random(in: 0...255, using: &random))
            }
            var timestamps: [Int64] = []
            var values: [Double] = []
            try? XORChunk.decode(bytes.rawSpan, window: Self.everything, timestamps: &timestamps, values: &values)
            #expect(timestamps.count == values.count)
            #expect(zip(timestamps, timestamps.dropFirst()).allSatisfy { $0 < $1 })
        }
        let noise = (0..<200).map { _ in UInt8.random(in: 0...255, using: &random) }
        _ = try? Self.decode(noise)
    }

    @Test func `a state is small and copies without reference counting`() {
        #expect(MemoryLayout<XORAppendState>.stride == 32)
    }
}
