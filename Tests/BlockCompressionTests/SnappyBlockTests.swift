import BlockCompression
import PrometheusBytes
import Testing

@Suite struct SnappyBlockTests {
    @Test(arguments: [0, 1, 59, 60, 61, 4096, 100_000])
    func `decompresses what it compressed, at every length`(count: Int) throws {
        let source = (0..<count).map { UInt8(truncatingIfNeeded: $0 / 3 &* 7) }
        var compressed: [UInt8] = [9, 9, 9]
        var output: [UInt8] = [1]
        try SnappyBlock.compress(source.rawSpan, into: &compressed)
        #expect(try SnappyBlock.decodedByteCount(of: compressed.rawSpan) == count)
        try SnappyBlock.decompress(compressed.rawSpan, limitBytes: count, into: &output)
        #expect(output == source)
    }

    @Test func `reads a block written by hand`() throws {
        // Length 11, a literal of 5, a copy of 6 from five bytes back.
        let block: [UInt8] = [11, 4 << 2, 0x61, 0x62, 0x63, 0x64, 0x65, (6 - 4) << 2 | 1, 5]
        var output: [UInt8] = []
        try SnappyBlock.decompress(block.rawSpan, limitBytes: 100, into: &output)
        #expect(output == Array("abcdeabcdea".utf8))
    }

    @Test(arguments: [[], [0x80], [5, 0], [0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0, 0x61], [3, 8, 1, 2]] as [[UInt8]])
    func `damaged blocks are refused with upstream's words`(block: [UInt8]) {
        var output: [UInt8] = []
        #expect(throws: BlockCompressionError.corrupt(reason: "snappy: corrupt input")) {
            try SnappyBlock.decompress(block.rawSpan, limitBytes: .max, into: &output)
        }
        #expect(output.isEmpty && output.capacity < 1024)
    }

    @Test func `a result above the limit is refused before it is made`() throws {
        var compressed: [UInt8] = []
        var output: [UInt8] = []
        try compress([UInt8](repeating: 0, count: 1 << 20), into: &compressed)
        #expect(throws: BlockCompressionError.tooLarge(limitBytes: (1 << 20) - 1)) {
            try SnappyBlock.decompress(compressed.rawSpan, limitBytes: (1 << 20) - 1, into: &output)
        }
        #expect(output.capacity == 0)
    }

    @Test func `a reused output keeps its storage`() throws {
        var compressed: [UInt8] = []
        try compress([UInt8](repeating: 7, count: 5000), into: &compressed)
        var output: [UInt8] = []
        output.reserveCapacity(10_000)
        let capacity = output.capacity
        for _ in 0..<3 { try SnappyBlock.decompress(compressed.rawSpan, limitBytes: 5000, into: &output) }
        #expect(output.capacity == capacity)
    }

    @Test func `no mutation of a block crashes or grows past the limit`() throws {
        var generator = SplitMix(state: 1)
        var compressed: [UInt8] = []
        try compress((0..<4000).map { UInt8($0 % 251) }, into: &compressed)
        var output: [UInt8] = []
        for _ in 0..<20_000 {
            var mutated = compressed
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                mutated[Int.random(in: mutated.indices, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            mutated.removeLast(Int.random(in: 0...mutated.count / 2, using: &generator))
            try? SnappyBlock.decompress(mutated.rawSpan, limitBytes: 10_000, into: &output)
            #expect(output.count <= 10_000)
        }
    }

    private func compress(_ bytes: [UInt8], into output: inout [UInt8]) throws {
        try SnappyBlock.compress(bytes.rawSpan, into: &output)
    }
}
