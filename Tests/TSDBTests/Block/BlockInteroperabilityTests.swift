import Chunks
import LabelMatching
import PrometheusBytes
import PrometheusModel
import Storage
import Testing

@testable import TSDB

/// Blocks of the real Prometheus and ours, each read by the other.
@Suite(.enabled(if: RealPromtool.path != nil, "PEERS_DIR names no real promtool"), .serialized)
struct BlockInteroperabilityTests {
    private static let series: [(name: String, labels: String, values: [(Int64, String)])] = [
        ("a_total", #"{x="1"}"#, [(1_000_000, "12"), (1_001_000, "12"), (1_002_001, "24")]),
        ("b", "", [(1_001_000, "3"), (1_003_500, "-4.5")]),
        ("b", #"{y="zé"}"#, [(1_000_000, "NaN"), (1_004_000, "+Inf"), (1_009_000, "1e-300")]),
        ("c", #"{job="j",le="0.5",x="1"}"#, (0..<300).map { (1_000_000 + Int64($0) * 15_000, "\($0 * $0 % 17)") }),
    ]

    /// Lets promtool make a block.
    private static func realBlock(in directory: TemporaryDirectory) throws -> String {
        var text = ""
        for (name, labels, values) in series {
            for (timestamp, value) in values {
                text += "\(name)\(labels) \(value) \(timestamp / 1000).\(String(timestamp % 1000 + 1000).dropFirst())\n"
            }
        }
        try directory.write(Array("\(text)# EOF\n".utf8), to: "input")
        _ = try RealPromtool.run(
            "tsdb",
            "create-blocks-from",
            "openmetrics",
            "\(directory.path)/input",
            "\(directory.path)/data"
        )
        let names = try DirectoryListing.entries(of: "\(directory.path)/data", missingIsEmpty: false).map(\.name)
        let name = try #require(names.first { ULID($0) != nil })
        return "\(directory.path)/data/\(name)"
    }

    @Test func `reads a block of the real Prometheus`() throws {
        let directory = try TemporaryDirectory()
        let block = try Block(directory: try Self.realBlock(in: directory))
        let window: ClosedRange<Int64> = 0...10_000_000
        let selection = try block.querier(window)
            .select([], hints: SelectHints(startMilliseconds: 0, endMilliseconds: 10_000_000))
        try #require(selection.count == Self.series.count)
        for (index, expected) in Self.series.enumerated() {
            #expect(selection.labels(at: index)["__name__"] == expected.name)
            var samples = SampleColumns()
            try selection.read(index, window, into: &samples)
            #expect(samples.timestamps == expected.values.map(\.0))
            for (row, (_, value)) in expected.values.enumerated() {
                let number = try #require(Double(value.replacing("+Inf", with: "inf")))
                #expect(samples.values[row] == number || (number.isNaN && samples.values[row].isNaN))
            }
        }
    }

    @Test func `writes the bytes that the real Prometheus wrote`() throws {
        let directory = try TemporaryDirectory()
        let path = try Self.realBlock(in: directory)
        let block = try Block(directory: path)
        var options = BlockWriterOptions()
        options.writesLabelIndices = true
        var writer = try BlockWriter(dataDirectory: directory.path, ulid: block.meta.ulid, options: options)
        var symbols = block.symbols()
        while symbols.next() { _ = try writer.addSymbol(symbols.text) }
        var cursor = try block.series()
        var chunks = EncodedChunks()
        while try cursor.next() {
            chunks.removeAll()
            try cursor.read(.min ... .max, into: &chunks)
            try writer.add(symbols: cursor.symbols, chunks)
        }
        let meta = try #require(try writer.finish(block.meta))
        #expect(meta.statistics.sampleCount == block.meta.statistics.sampleCount)
        for file in ["index", "chunks/000001", "tombstones"] {
            let mine = directory.contents("\(meta.ulid)/\(file)")
            let theirs = directory.contents("data/\(meta.ulid)/\(file)")
            #expect(mine == theirs, "\(file)")
            #expect(!mine.isEmpty)
        }
    }

    @Test(arguments: [false, true])
    func `the real promtool takes our blocks`(writesLabelIndices: Bool) throws {
        let directory = try TemporaryDirectory()
        var random = SplitMix(state: 11)
        let plain = PlainBlock.random(300, &random)
        var options = BlockWriterOptions()
        options.writesLabelIndices = writesLabelIndices
        options.segmentBytes = 8192
        let block = try plain.write(to: directory.path, ulid: ULID.make(.system), options: options)
        // A data directory has a log; without one promtool does not dump.
        try FileOperations.system.makeDirectory("\(directory.path)/wal")
        let listed = try RealPromtool.run("tsdb", "list", directory.path)
        #expect(listed.contains("\(block.meta.ulid)"))
        let analysis = try RealPromtool.run("tsdb", "analyze", "--extended", directory.path)
        #expect(analysis.contains("Total Series: \(plain.series.count)"))
        let dumped = try RealPromtool.run("tsdb", "dump", directory.path)
        let expected = plain.series.flatMap { labels, chunks in
            chunks.flatMap { $0 }.map { "\(labels) \(FloatText.generalString($0.value)) \($0.timestamp)" }
        }
        #expect(dumped.split(separator: "\n").map(String.init).sorted() == expected.sorted())
    }

    @Test func `the real promtool reads our tombstones`() throws {
        let directory = try TemporaryDirectory()
        let samples = (0..<100).map { PlainBlock.Sample(timestamp: Int64($0) * 10, value: Double($0)) }
        let plain = PlainBlock([(["__name__": "b"], [samples])])
        let block = try plain.write(to: directory.path, ulid: ULID.make(.system))
        var cursor = try block.series()
        #expect(try cursor.next())
        var tombstones = Tombstones()
        tombstones.add(cursor.id, 100...889)
        try block.replaceTombstones(tombstones, .system)
        try FileOperations.system.makeDirectory("\(directory.path)/wal")
        let dumped = try RealPromtool.run("tsdb", "dump", directory.path)
        #expect(dumped.split(separator: "\n").count == 21)
    }
}
