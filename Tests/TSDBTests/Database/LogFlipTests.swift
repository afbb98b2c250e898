import FoundationEssentials
import PrometheusModel
import Storage
import Synchronization
import Testing

@testable import TSDB

/// Every byte of a log and of a checkpoint, one after the other, is another one than was written.
@Suite struct LogFlipTests {
    /// A data directory with a log of known commits.
    private final class Logged {
        let directory: TemporaryDirectory
        let names: [String]
        /// What there is after each commit, and where the log ended then.
        var commits: [(end: Int, samples: DatabaseModel)] = []

        init(_ compression: WALCompression, checkpoint: Bool = false) throws {
            directory = try TemporaryDirectory.inMemory()
            let path = directory.path + "/original"
            let database = try LogFlipTests.open(path) { $0.walCompression = compression }
            var model = DatabaseModel()
            for step in 0..<10 as Range<Int64> {
                // Series join one after the other.
                let series = Array(DatabaseModel.series.prefix(1 + Int(step) / 3))
                try model.commit(database, series, 1_000_000_000 + step * 1000, Double(step) * 1.25)
                let end = database.head.writer.withLock { $0.log?.segmentOffset ?? 0 }
                commits.append((end, model))
            }
            try database.close()
            let wal = path + "/wal"
            if checkpoint {
                try FileManager.default.createDirectory(
                    atPath: "\(wal)/checkpoint.00000000",
                    withIntermediateDirectories: true
                )
                try FileManager.default.moveItem(
                    atPath: "\(wal)/00000000",
                    toPath: "\(wal)/checkpoint.00000000/00000000"
                )
                names = ["wal/checkpoint.00000000/00000000"]
            } else {
                names = ["wal/00000000"]
            }
        }

        /// A copy with one byte of the log changed.
        func flipped(_ offset: Int, _ mask: UInt8) throws -> String {
            let path = directory.path + "/flipped"
            directory.remove(path)
            try directory.copy(directory.path + "/original", to: path)
            let file = "\(path)/\(names[0])"
            let byte = Array(FileManager.default.contents(atPath: file) ?? Data())[offset]
            try directory.overwrite(file, at: offset, with: [byte ^ mask])
            return path
        }
    }

    private static func open(_ path: String, _ change: (inout DatabaseOptions) -> Void = { _ in }) throws -> Database {
        try DatabaseTests.open(path) {
            $0.usesLockFile = false
            change(&$0)
        }
    }

    @Test(arguments: [WALCompression.none, .snappy, .zstandard])
    func `any byte of a segment costs what stands behind it and nothing before`(compression: WALCompression) throws {
        let logged = try Logged(compression)
        let end = try #require(logged.commits.last?.end)
        // All that was written, and some of the padding.
        for offset in 0..<(end + 9) {
            let path = try logged.flipped(offset, offset % 3 == 0 ? 0xFF : 1 << UInt8(offset % 8))
            let opened = try Self.open(path)
            // Without the mark of its compression, a record is of a kind that nobody knows.
            let statistics = opened.replayStatistics
            #expect(statistics.corruptionCount == 1 || statistics.skippedRecords[.unknown] == 1, "\(offset)")
            let complete = logged.commits.last { $0.end <= offset }?.samples ?? DatabaseModel()
            let found = try DatabaseModel(of: opened)
            #expect(found.contains(complete), "\(offset)")
            #expect(try #require(logged.commits.last).samples.contains(found), "\(offset)")
            try opened.close()
            if offset % 16 == 0 { try Self.expectWhole(path, found) }
        }
    }

    @Test(arguments: [WALCompression.none, .snappy, .zstandard])
    func `any byte of a checkpoint costs the record it is in and no other`(compression: WALCompression) throws {
        let logged = try Logged(compression, checkpoint: true)
        let (end, all) = try #require(logged.commits.last)
        for offset in 0..<(end + 9) {
            let path = try logged.flipped(offset, offset % 3 == 0 ? 0xFF : 1 << UInt8(offset % 8))
            let messages = Mutex<[String]>([])
            let opened = try Self.open(path) {
                $0.onReplay = { event in
                    if case .damageFound(let text) = event { messages.withLock { $0.append(text) } }
                }
            }
            let statistics = opened.replayStatistics
            if statistics.skippedRecords[.unknown] == nil {
                let repair = try #require(statistics.checkpointRepair, "\(offset)")
                #expect(repair.failure == nil)
                #expect(messages.withLock { $0 }.first?.hasPrefix("backfill checkpoint: corruption in segment") == true)
            }
            let found = try DatabaseModel(of: opened)
            #expect(all.contains(found), "\(offset)")
            // A record of a series hides what the series has; one of samples hides those of one commit.
            let lost = all.samples.filter { found.samples[$0.key] == nil }
            #expect(lost.count <= 1, "\(offset): \(lost.count) series")
            for (labels, samples) in found.samples {
                #expect((all.samples[labels]?.count ?? 0) - samples.count <= 1, "\(offset)")
            }
            try opened.close()
            if offset % 16 == 0 { try Self.expectWhole(path, found) }
        }
    }

    @Test func `a checkpoint that lacks a segment is read as far as it is there`() throws {
        let logged = try Logged(.none, checkpoint: true)
        let path = try logged.flipped(0, 0)
        let checkpoint = path + "/wal/checkpoint.00000000"
        try FileManager.default.moveItem(atPath: checkpoint + "/00000000", toPath: checkpoint + "/00000002")
        let opened = try Self.open(path)
        #expect(opened.replayStatistics.checkpointRepair?.first.reason == "segments are not sequential")
        let found = try DatabaseModel(of: opened)
        #expect(found == logged.commits.last?.samples)
        try opened.close()
        try Self.expectWhole(path, found)
    }

    @Test func `a damaged checkpoint that cannot be repaired is served all the same`() throws {
        let logged = try Logged(.none, checkpoint: true)
        let path = try logged.flipped(logged.commits[8].end + 12, 0xFF)
        let opened = try Self.open(path) {
            $0.operations = FileOperations { change, path in
                change == .rename && path.contains("checkpoint") ? .refused(28) : .allowed
            }
        }
        let repair = try #require(opened.replayStatistics.checkpointRepair)
        #expect(repair.failure?.contains("no space left on device") == true)
        #expect(repair.description.contains("it could not be repaired"))
        let found = try DatabaseModel(of: opened)
        #expect(found.samples.count == 3)
        try opened.close()
        let reader = try ReadOnlyDatabase(directory: path)
        #expect(try HeadTests.select(reader.querier(HeadTests.everything)).count == found.samples.count)
        let again = try Self.open(path)
        #expect(again.replayStatistics.checkpointRepair?.failure == nil)
        #expect(try DatabaseModel(of: again) == found)
        try again.close()
        try Self.expectWhole(path, found)
    }

    /// What was repaired reads without damage from then on, and goes on.
    private static func expectWhole(_ path: String, _ found: DatabaseModel) throws {
        var expected = found
        let again = try open(path)
        #expect(again.replayStatistics.corruptionCount == 0)
        #expect(try DatabaseModel(of: again) == expected)
        try expected.commit(again, DatabaseModel.series, 1_000_100_000, 7)
        try again.close()
        let last = try open(path)
        #expect(try DatabaseModel(of: last) == expected)
        try last.close()
    }
}
