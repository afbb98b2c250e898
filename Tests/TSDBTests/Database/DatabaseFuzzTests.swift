import FoundationEssentials
import PrometheusModel
import Storage
import Testing

@testable import TSDB

@Suite struct DatabaseFuzzTests {
    /// A small directory, made once for each seed: several segments, series that come and go.
    private static func make(_ path: String, _ random: inout SplitMix) throws {
        let isCompressed = random.next() % 2 == 0
        let database = try DatabaseTests.open(path) {
            $0.walSegmentBytes = 32 << 10
            $0.isWALCompressed = isCompressed
        }
        for round in 0..<40 as Range<Int64> {
            try DatabaseTests.fill(database, (round * 3)..<(round * 3 + 3), series: 5 + Int(round))
        }
        try database.close()
    }

    @Test(arguments: 0..<60 as Range<UInt64>)
    func `a damaged log opens with what is good of it and goes on`(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        let directory = try TemporaryDirectory()
        try Self.make(directory.path, &random)
        let wal = "\(directory.path)/wal"
        let names = try FileManager.default.contentsOfDirectory(atPath: wal).sorted()
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            let path = "\(wal)/\(names[Int(random.next() % UInt64(names.count))])"
            var bytes = Array(FileManager.default.contents(atPath: path) ?? Data())
            guard bytes.count > 10 else { continue }
            let position = Int.random(in: bytes.indices, using: &random)
            switch random.next() % 4 {
            case 0: bytes[position] ^= 1 << UInt8(random.next() % 8)
            case 1: bytes.replaceSubrange(position..., with: [])
            case 2: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: position)
            default: for offset in position..<min(bytes.count, position + 40) { bytes[offset] = 0 }
            }
            try Data(bytes).write(to: URL(filePath: path))
        }
        let opened = try DatabaseTests.open(directory.path)
        try DatabaseTests.fill(opened, 1000..<1010)
        let contents = try DatabaseTests.contents(opened)
        #expect(contents.values.contains { $0.suffix(10) == (1000..<1010).map { $0 * 1000 } })
        try opened.close()
        let again = try DatabaseTests.open(directory.path)
        #expect(again.replayStatistics.repairs.isEmpty)
        #expect(try DatabaseTests.contents(again) == contents)
        try again.close()
    }

    @Test func `numbers with gaps, as upstream leaves them, stay what they are`() throws {
        let directory = try TemporaryDirectory()
        var log = try WriteAheadLog(directory: directory.path + "/wal", options: WALOptions())
        var records = WALRecordBatch()
        let labels: [Labels] = [["a": "1"], ["a": "2"], ["a": "3"], ["a": "2"]]
        let references: [UInt64] = [1, 7, 1_000_000, 2_000_000]
        records.appendSeries(references.span, labels.span)
        records.appendSamples(
            references: ([1, 7, 1_000_000, 7, 2_000_000, 99] as [UInt64]).span,
            timestamps: ([1, 1, 1, 2, 3, 4] as [Int64]).span,
            values: ([1, 2, 3, 4, 5, 6] as [Double]).span
        )
        try log.log(records)
        try log.close()
        for round in 0..<3 as Range<Int64> {
            let opened = try DatabaseTests.open(directory.path)
            #expect(opened.replayStatistics.unknownReferences == 1)
            let resolved = try opened.resolve(Array(labels.prefix(3)) + [["a": "new\(round)"]])
            #expect(resolved.map(\.isNew) == [false, false, false, true])
            _ = try opened.commit(HeadTests.batch(resolved.map { ($0.reference, 10 + round, 1) }))
            try opened.close()
        }
        let opened = try DatabaseTests.open(directory.path)
        #expect(
            try DatabaseTests.contents(opened) == [
                ["a": "1"]: [1, 10, 11, 12], ["a": "2"]: [1, 2, 3, 10, 11, 12], ["a": "3"]: [1, 10, 11, 12],
                ["a": "new0"]: [10], ["a": "new1"]: [11], ["a": "new2"]: [12],
            ]
        )
        try opened.close()
    }

    @Test func `a checkpoint is replayed before the segments behind it, and damage in it costs what it hides`() throws {
        let directory = try TemporaryDirectory()
        let database = try DatabaseTests.open(directory.path)
        try DatabaseTests.fill(database, 1..<20)
        try database.close()
        // What a checkpoint of segment 0 that keeps everything looks like.
        let wal = "\(directory.path)/wal"
        try FileManager.default.createDirectory(atPath: "\(wal)/checkpoint.00000000", withIntermediateDirectories: true)
        try FileManager.default.moveItem(atPath: "\(wal)/00000000", toPath: "\(wal)/checkpoint.00000000/00000000")
        try Data().write(to: URL(filePath: "\(wal)/00000001"))
        let opened = try DatabaseTests.open(directory.path)
        try DatabaseTests.fill(opened, 20..<30)
        let contents = try DatabaseTests.contents(opened)
        #expect(contents[["__name__": "m", "n": "3"]] == (1..<30).map { $0 * 1000 })
        try opened.close()
        let again = try DatabaseTests.open(directory.path)
        #expect(try DatabaseTests.contents(again) == contents)
        try again.close()
        try directory.overwrite("\(wal)/checkpoint.00000000/00000000", at: 100, with: [0xFF, 0xFF, 0xFF, 0xFF])
        // The record of the series: only those that the segments name again are left.
        let damaged = try DatabaseTests.open(directory.path)
        let repair = try #require(damaged.replayStatistics.checkpointRepair)
        #expect(repair.failure == nil && repair.places == 1 && repair.recordCount == 19)
        #expect(repair.description.hasPrefix("repaired checkpoint \(wal)/checkpoint.00000000: 19 records were read"))
        #expect(damaged.replayStatistics.corruptionCount == 1)
        try damaged.close()
        let whole = try DatabaseTests.open(directory.path)
        #expect(whole.replayStatistics.corruptionCount == 0)
        try whole.close()
    }
}
