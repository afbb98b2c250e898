import BlockCompression
import PrometheusBytes
import Testing

@Suite struct GzipTests {
    @Test(arguments: [0, 1, 1000, 16_384, 16_385, 300_000], [1, 6, 9])
    func `decompresses what it compressed`(count: Int, level: Int) throws {
        let source = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* $0 / 7) }
        var compressed: [UInt8] = []
        var output: [UInt8] = []
        try Gzip.compress(source.rawSpan, level: level, into: &compressed)
        #expect(compressed.starts(with: [0x1F, 0x8B, 8]))
        try Gzip.decompress(compressed.rawSpan, limitBytes: count, into: &output)
        #expect(output == source)
    }

    @Test func `several members are read as one`() throws {
        var first: [UInt8] = []
        var second: [UInt8] = []
        var output: [UInt8] = []
        try compress(Array("metric 1\n".utf8), into: &first)
        try compress(Array("metric 2\n".utf8), into: &second)
        let both = first + second
        try Gzip.decompress(both.rawSpan, limitBytes: 100, into: &output)
        #expect(output == Array("metric 1\nmetric 2\n".utf8))
    }

    @Test(arguments: [(1 << 20) - 1, 1 << 19, 1, 0])
    func `a bomb stops at the limit`(limit: Int) throws {
        var compressed: [UInt8] = []
        var output: [UInt8] = []
        try compress([UInt8](repeating: 0, count: 1 << 20), into: &compressed)
        #expect(throws: BlockCompressionError.tooLarge(limitBytes: limit)) {
            try Gzip.decompress(compressed.rawSpan, limitBytes: limit, into: &output)
        }
        #expect(output.capacity <= 2 * limit + 64 << 10)
    }

    @Test func `damage is told in Go's words`() throws {
        var whole: [UInt8] = []
        try compress(Array("some text to compress".utf8), into: &whole)
        var badSum = whole
        badSum[whole.count - 6] ^= 1
        #expect(reason(Array(whole.dropLast(3))) == "unexpected EOF")
        #expect(reason(Array(whole.prefix(4))) == "unexpected EOF")
        #expect(reason([]) == "unexpected EOF")
        #expect(reason(Array("# HELP up\n".utf8)) == "gzip: invalid header")
        #expect(reason(whole + [1, 2, 3]) == "gzip: invalid header")
        #expect(reason(badSum) == "gzip: invalid checksum")
    }

    @Test func `no mutation crashes or grows past the limit`() throws {
        var generator = SplitMix(state: 2)
        var compressed: [UInt8] = []
        try compress((0..<20_000).map { UInt8($0 % 251) }, into: &compressed)
        var output: [UInt8] = []
        for _ in 0..<5000 {
            var mutated = compressed
            mutated[Int.random(in: mutated.indices, using: &generator)] ^= .random(in: 1...255, using: &generator)
            mutated.removeLast(Int.random(in: 0...mutated.count / 2, using: &generator))
            try? Gzip.decompress(mutated.rawSpan, limitBytes: 30_000, into: &output)
            #expect(output.count <= 30_001)
        }
    }

    private func compress(_ bytes: [UInt8], into output: inout [UInt8]) throws {
        try Gzip.compress(bytes.rawSpan, level: 6, into: &output)
    }

    private func reason(_ bytes: [UInt8]) -> String? {
        var output: [UInt8] = []
        do {
            try Gzip.decompress(bytes.rawSpan, limitBytes: 1000, into: &output)
            return nil
        } catch { return error.description }
    }
}
