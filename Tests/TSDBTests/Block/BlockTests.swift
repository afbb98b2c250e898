import Chunks
import LabelMatching
import PrometheusBytes
import PrometheusModel
import Storage
import Testing

@testable import TSDB

@Suite struct BlockTests {
    private static let ulid = ULID(high: 0x0192_0000_0000_1234, low: 42)

    @Test(arguments: 0..<8 as Range<UInt64>)
    func `reads back what was written`(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        let plain = PlainBlock.random(seed % 2 == 0 ? 400 : 9, &random)
        let directory = try TemporaryDirectory()
        let block = try plain.write(to: directory.path, ulid: Self.ulid)
        #expect(block.meta.statistics.seriesCount == UInt64(plain.series.count))
        #expect(block.meta.statistics.chunkCount == UInt64(plain.series.reduce(0) { $0 + $1.chunks.count }))
        let sampleCount = plain.series.flatMap(\.chunks).reduce(0) { $0 + $1.count }
        #expect(block.meta.statistics.sampleCount == UInt64(sampleCount))
        var cursor = try block.series()
        var chunks = EncodedChunks()
        for (labels, expected) in plain.series {
            #expect(try cursor.next())
            #expect(try cursor.labels() == labels)
            chunks.removeAll()
            try cursor.read(.min ... .max, into: &chunks)
            var again = EncodedChunks()
            for samples in expected { again.append(samples) }
            #expect(chunks == again)
        }
        #expect(try !cursor.next())
    }

    @Test(arguments: 0..<12 as Range<UInt64>)
    func `selects what comparing every label set selects`(seed: UInt64) throws {
        var random = SplitMix(state: seed &+ 100)
        let plain = PlainBlock.random(seed % 2 == 0 ? 600 : 30, &random)
        let directory = try TemporaryDirectory()
        let block = try plain.write(to: directory.path, ulid: Self.ulid)
        for _ in 0..<60 {
            let matchers = try (0..<Int.random(in: 0...3, using: &random)).map { _ in
                try RandomLabels.matcher(&random)
            }
            let start = Int64.random(in: 0...30_000, using: &random)
            let window = start...(start + Int64.random(in: 0...20_000, using: &random))
            let expected = plain.select(matchers, window)
            let querier = try block.querier(window)
            let hints = SelectHints(startMilliseconds: window.lowerBound, endMilliseconds: window.upperBound)
            let selection = try querier.select(matchers, hints: hints)
            try #require(selection.count == expected.count, "\(matchers)")
            for index in 0..<selection.count {
                #expect(selection.labels(at: index) == expected[index].labels)
                var samples = SampleColumns()
                try selection.read(index, window, into: &samples)
                let read = samples.timestamps.indices.map {
                    PlainBlock.Sample(timestamp: samples.timestamps[$0], value: samples.values[$0])
                }
                #expect(read == expected[index].samples)
            }
        }
    }

    @Test(arguments: 0..<6 as Range<UInt64>)
    func `lists the label names and values of the matching series`(seed: UInt64) throws {
        var random = SplitMix(state: seed &+ 200)
        let plain = PlainBlock.random(seed % 2 == 0 ? 300 : 20, &random)
        let directory = try TemporaryDirectory()
        let querier = try plain.write(to: directory.path, ulid: Self.ulid).querier(0...100_000)
        for _ in 0..<40 {
            let matchers = try (0..<Int.random(in: 0...2, using: &random)).map { _ in
                try RandomLabels.matcher(&random)
            }
            let matching = plain.series.map(\.labels).filter { labels in matchers.allSatisfy { $0.matches(labels) } }
            let names = Set(matching.flatMap { $0.array.map(\.name) }).sorted()
            #expect(try querier.labelNames(matchers) == names)
            for name in ["job", "instance", "absent", ""] {
                let values = Set(matching.compactMap { $0[name] })
                    .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
                #expect(try querier.labelValues(name, matchers) == values, "\(matchers)")
            }
        }
    }

    @Test func `a block that was not finished leaves nothing behind`() throws {
        let directory = try TemporaryDirectory()
        do {
            var writer = try BlockWriter(dataDirectory: directory.path, ulid: Self.ulid)
            _ = try writer.addSymbol(Array("a".utf8).rawSpan)
            let entries = try DirectoryListing.entries(of: directory.path, missingIsEmpty: false)
            #expect(entries.map(\.name) == ["\(Self.ulid).tmp-for-creation"])
        }
        #expect(try DirectoryListing.entries(of: directory.path, missingIsEmpty: false).isEmpty)
    }

    @Test func `a block without series is not written`() throws {
        let directory = try TemporaryDirectory()
        let writer = try BlockWriter(dataDirectory: directory.path, ulid: Self.ulid)
        #expect(try writer.finish(BlockMeta(ulid: Self.ulid, minTime: 0, maxTime: 1)) == nil)
        #expect(try DirectoryListing.entries(of: directory.path, missingIsEmpty: false).isEmpty)
    }

    @Test func `chunks go on in the next file when one is full`() throws {
        var random = SplitMix(state: 7)
        let plain = PlainBlock.random(200, &random)
        let directory = try TemporaryDirectory()
        var options = BlockWriterOptions()
        options.segmentBytes = 4096
        let block = try plain.write(to: directory.path, ulid: Self.ulid, options: options)
        let files = try DirectoryListing.entries(of: "\(block.directory)/chunks", missingIsEmpty: false)
        #expect(files.count > 3)
        #expect(files.allSatisfy { $0.byteCount <= 4096 })
        let selection = try block.querier(0...100_000)
            .select([], hints: SelectHints(startMilliseconds: 0, endMilliseconds: 100_000))
        for index in 0..<selection.count {
            var samples = SampleColumns()
            try selection.read(index, 0...100_000, into: &samples)
            #expect(samples.timestamps == plain.series[index].chunks.flatMap { $0 }.map(\.timestamp))
        }
    }

    @Test(arguments: [false, true])
    func `postings are the same in however many passes they are made`(writesLabelIndices: Bool) throws {
        var random = SplitMix(state: 21)
        let plain = PlainBlock.random(300, &random)
        let directory = try TemporaryDirectory()
        var options = BlockWriterOptions()
        options.writesLabelIndices = writesLabelIndices
        let whole = try plain.write(to: directory.path, ulid: ULID(high: 1, low: 0), options: options)
        options.postingsBatch = 7
        let parts = try plain.write(to: directory.path, ulid: ULID(high: 2, low: 0), options: options)
        #expect(directory.contents("\(whole.meta.ulid)/index") == directory.contents("\(parts.meta.ulid)/index"))
    }

    @Test func `series out of order are refused with upstream's text`() throws {
        let directory = try TemporaryDirectory()
        var writer = try BlockWriter(dataDirectory: directory.path, ulid: Self.ulid)
        for text in ["a", "b", "x"] { _ = try writer.addSymbol(Array(text.utf8).rawSpan) }
        var chunks = EncodedChunks()
        chunks.append([PlainBlock.Sample(timestamp: 1, value: 1)])
        try writer.add(["x": "b"], chunks)
        var message = ""
        do throws(StorageError) { try writer.add(["x": "a"], chunks) } catch { message = "\(error)" }
        let text = #"out-of-order series added with label set "{x="a"}", last label set "{x="b"}""#
        #expect(message.hasSuffix(text))
    }

    @Test func `deleted times are not read`() throws {
        let directory = try TemporaryDirectory()
        let samples = (0..<100).map { PlainBlock.Sample(timestamp: Int64($0) * 10, value: Double($0)) }
        let plain = PlainBlock([(["a": "b"], [Array(samples[..<50]), Array(samples[50...])])])
        let block = try plain.write(to: directory.path, ulid: Self.ulid)
        var cursor = try block.series()
        #expect(try cursor.next())
        var tombstones = Tombstones()
        tombstones.add(cursor.id, 100...199)
        tombstones.add(cursor.id, 480...600)
        try block.replaceTombstones(tombstones, .system)
        for block in [block, try Block(directory: block.directory)] {
            let selection = try block.querier(0...990)
                .select([], hints: SelectHints(startMilliseconds: 0, endMilliseconds: 990))
            var read = SampleColumns()
            try selection.read(0, 50...900, into: &read)
            let expected = samples.map(\.timestamp).filter {
                (50...900).contains($0) && !(100...199).contains($0) && !(480...600).contains($0)
            }
            #expect(read.timestamps == expected)
            #expect(block.meta.statistics.tombstoneCount == 2)
        }
        // A series without a chunk that is left is not found.
        tombstones.add(cursor.id, 0...500)
        try block.replaceTombstones(tombstones, .system)
        let hints = SelectHints(startMilliseconds: 0, endMilliseconds: 990)
        #expect(try block.querier(0...990).select([], hints: hints).count == 1)
        #expect(try block.querier(0...400).select([], hints: hints).count == 0)
    }
}
