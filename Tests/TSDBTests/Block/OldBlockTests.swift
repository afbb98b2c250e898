import LabelMatching
import PrometheusModel
import Storage
import Testing

@testable import TSDB

/// Blocks of old servers.
@Suite struct OldBlockTests {
    private static let ulid = ULID(high: 0x0192_0000_0000_1234, low: 42)

    /// Replaces a block's index by one of the first version.
    private static func makeOld(_ block: Block, in directory: TemporaryDirectory) throws {
        var series: [FirstVersionIndex.Series] = []
        for id in try block.index.all() {
            var symbols: [UInt32] = []
            var chunks = ChunkReferences()
            let descriptions = try block.index.readSymbols(of: try block.index.entry(id), into: &symbols)
            try block.index.readChunks(of: descriptions, into: &chunks)
            let texts = try symbols.map { symbol in
                let file = block.index.file
                return String(bytes: file.bytes.extracting(try block.index.symbolRange(symbol)))
            }
            series.append(FirstVersionIndex.Series(labels: texts, chunks: chunks))
        }
        try FileOperations.system.remove("\(block.directory)/index")
        try directory.write(FirstVersionIndex.bytes(series), to: "\(Self.ulid)/index")
    }

    @Test(arguments: 0..<4 as Range<UInt64>)
    func `the first version of the index is read`(seed: UInt64) throws {
        var random = SplitMix(state: seed &+ 900)
        let plain = PlainBlock.random(200, &random)
        let directory = try TemporaryDirectory()
        try Self.makeOld(try plain.write(to: directory.path, ulid: Self.ulid), in: directory)
        let window: ClosedRange<Int64> = 0...40_000
        let querier = try Block(directory: "\(directory.path)/\(Self.ulid)").querier(window)
        for _ in 0..<40 {
            let matchers = try (0..<Int.random(in: 0...2, using: &random)).map { _ in
                try RandomLabels.matcher(&random)
            }
            let expected = plain.select(matchers, window)
            let selection =
                try querier
                .select(matchers, hints: SelectHints(startMilliseconds: 0, endMilliseconds: 40_000))
            #expect((0..<selection.count).map { selection.labels(at: $0) } == expected.map(\.labels), "\(matchers)")
            for index in 0..<selection.count {
                var samples = SampleColumns()
                try selection.read(index, window, into: &samples)
                #expect(samples.timestamps == expected[index].samples.map(\.timestamp))
            }
            let values = Set(
                plain.series.map(\.labels).filter { labels in matchers.allSatisfy { $0.matches(labels) } }
                    .compactMap { $0["zone"] }
            ).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            #expect(try querier.labelValues("zone", matchers) == values)
            #expect(try querier.labelNames(matchers).count <= 5)
        }
    }

    @Test func `blocks of release 2_1 are repaired`() throws {
        var random = SplitMix(state: 4)
        let directory = try TemporaryDirectory()
        let path = try PlainBlock.random(5, &random).write(to: directory.path, ulid: Self.ulid).directory
        let index = directory.contents("\(Self.ulid)/index")
        let meta = try Block.readMeta(path)
        var broken = meta
        broken.version = 2
        var brokenIndex = index
        brokenIndex[4] = 1
        try directory.write(broken.json, to: "\(Self.ulid)/meta.json")
        try directory.write(brokenIndex, to: "\(Self.ulid)/index")
        #expect(throws: StorageError.self) { try Block(directory: path) }
        #expect(try BlockVersionRepair.repair(directory.path, .system) == [Self.ulid])
        #expect(directory.contents("\(Self.ulid)/index") == index)
        #expect(try Block(directory: path).meta == meta)
        #expect(try BlockVersionRepair.repair(directory.path, .system).isEmpty)
    }
}
