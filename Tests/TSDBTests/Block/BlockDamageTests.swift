import Chunks
import LabelMatching
import PrometheusBytes
import PrometheusModel
import Storage
import Testing

@testable import TSDB

/// Whatever the bytes of a block are: a clear error or the right answer.
@Suite struct BlockDamageTests {
    private static let ulid = ULID(high: 0x0192_0000_0000_1234, low: 42)

    /// Everything that a block says when it is read in every way.
    private static func everything(_ path: String) throws -> [String] {
        let block = try Block(directory: path)
        var result: [String] = []
        var cursor = try block.series()
        var chunks = EncodedChunks()
        while try cursor.next() {
            chunks.removeAll()
            try cursor.read(.min ... .max, into: &chunks)
            result.append("\(try cursor.labels()) \(chunks.minTimes) \(chunks.maxTimes) \(chunks.payloadBytes)")
        }
        let window: ClosedRange<Int64> = 0...100_000
        let querier = try block.querier(window)
        let matchers: [[LabelMatcher]] = [
            [], [.equal("job", "a")], [try LabelMatcher(.regexMatch, "instance", "host[0-3].*")],
            [try LabelMatcher(.notEqual, "le", "b"), try LabelMatcher(.regexMatch, "zone", ".+")],
        ]
        for matchers in matchers {
            let hints = SelectHints(startMilliseconds: window.lowerBound, endMilliseconds: window.upperBound)
            let selection = try querier.select(matchers, hints: hints)
            for index in 0..<selection.count {
                var samples = SampleColumns()
                try selection.read(index, window, into: &samples)
                result.append("\(selection.labels(at: index)) \(samples.timestamps) \(samples.values)")
            }
            result += try querier.labelNames(matchers)
            result += try querier.labelValues("instance", matchers)
        }
        result.append("\(try block.analyze(limit: 100, matchers: []))")
        return result
    }

    private static func smallBlock(_ directory: TemporaryDirectory, _ seriesCount: Int = 4) throws -> String {
        var random = SplitMix(state: 5)
        let block = try PlainBlock.random(seriesCount, &random).write(to: directory.path, ulid: ulid)
        return block.directory
    }

    @Test(arguments: ["index", "chunks/000001", "meta.json"])
    func `no flipped byte crashes or changes an answer`(file: String) throws {
        let directory = try TemporaryDirectory()
        let path = try Self.smallBlock(directory)
        let expected = try Self.everything(path)
        let name = "\(Self.ulid)/\(file)"
        let bytes = directory.contents(name)
        for position in bytes.indices {
            for mask: UInt8 in position % 2 == 0 ? [0x03] : [0x80] {
                var damaged = bytes
                damaged[position] ^= mask
                try directory.write(damaged, to: name)
                do {
                    let read = try Self.everything(path)
                    // The only file without a checksum: what it says of times may change what is found.
                    if file != "meta.json" { #expect(read == expected, "byte \(position) ^ \(mask)") }
                } catch let error as StorageError {
                    guard case .corrupt(let text) = error else {
                        Issue.record("byte \(position): \(error)")
                        continue
                    }
                    #expect(text.hasPrefix(directory.path), "\(text)")
                }
            }
        }
    }

    @Test(arguments: ["index", "chunks/000001", "meta.json"])
    func `a file that ends early is refused`(file: String) throws {
        let directory = try TemporaryDirectory()
        let path = try Self.smallBlock(directory)
        let name = "\(Self.ulid)/\(file)"
        let bytes = directory.contents(name)
        for count in bytes.indices {
            try directory.write(Array(bytes[..<count]), to: name)
            #expect(throws: StorageError.self, "\(count) bytes") { try Self.everything(path) }
        }
    }

    @Test(arguments: ["index", "chunks", "meta.json"])
    func `a missing file is refused`(file: String) throws {
        let directory = try TemporaryDirectory()
        let path = try Self.smallBlock(directory)
        try FileOperations.system.rename("\(path)/\(file)", to: "\(path)/other")
        #expect(throws: StorageError.self) { try Block(directory: path) }
    }

    /// Damage that checksums do not show: made by somebody who knows them.
    @Test(arguments: 0..<3 as Range<UInt64>)
    func `no crafted index or chunk crashes`(seed: UInt64) throws {
        let directory = try TemporaryDirectory()
        let path = try Self.smallBlock(directory, 10)
        var random = SplitMix(state: seed)
        let index = try IndexFile("\(path)/index")
        var sections: [Range<Int>] = []
        for offset in [index.contents.symbols, index.contents.postingsOffsets] {
            sections.append(try IndexSection(index.file, at: offset, "").contents)
        }
        for id in try index.all() { sections.append(try index.entry(id)) }
        for name in index.postings.names.indices {
            var cursor = index.postings.values(of: name)
            while let entry = try cursor.next() {
                sections.append(try IndexSection(index.file, at: entry.list, "").contents)
            }
        }
        let size = index.file.byteCount
        sections.append((size - IndexFormat.tocBytes)..<(size - 4))
        try Self.craft(directory, "\(Self.ulid)/index", sections, &random) { try? Self.everything(path) }
    }

    @Test func `no crafted chunk crashes`() throws {
        let directory = try TemporaryDirectory()
        let path = try Self.smallBlock(directory, 10)
        var random = SplitMix(state: 77)
        let index = try IndexFile("\(path)/index")
        let segments = try ChunkSegments("\(path)/chunks")
        var sections: [Range<Int>] = []
        for id in try index.all() {
            var references = ChunkReferences()
            try index.readChunks(of: try index.chunkDescriptions(of: try index.entry(id)), into: &references)
            for reference in references.references {
                let payload = try segments.locate(reference).payload
                sections.append((payload.lowerBound - 1)..<payload.upperBound)
            }
        }
        try Self.craft(directory, "\(Self.ulid)/chunks/000001", sections, &random) { try? Self.everything(path) }
    }

    /// Changes bytes of sections and makes the checksum behind each right again.
    private static func craft(
        _ directory: TemporaryDirectory,
        _ name: String,
        _ sections: [Range<Int>],
        _ random: inout SplitMix,
        _ read: () -> [String]?
    ) throws {
        let bytes = directory.contents(name)
        for _ in 0..<100 {
            var damaged = bytes
            for _ in 0...Int.random(in: 0...2, using: &random) {
                let section = sections[Int.random(in: 0..<sections.count, using: &random)]
                for _ in 0...Int.random(in: 0...2, using: &random) {
                    let choices: [UInt8] = [0, 1, 0x7F, 0x80, 0xFF, UInt8.random(in: 0...255, using: &random)]
                    damaged[Int.random(in: section, using: &random)] = choices[Int(random.next() % 6)]
                }
                var checksum: [UInt8] = []
                let contents = Array(damaged[section])
                checksum.appendBigEndian(contents.rawSpan.crc32c())
                damaged.replaceSubrange(section.upperBound..<(section.upperBound + 4), with: checksum)
            }
            try directory.write(damaged, to: name)
            _ = read()
        }
    }
}
