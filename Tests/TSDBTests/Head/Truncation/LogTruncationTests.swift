import FoundationEssentials
import LabelMatching
import PrometheusModel
import Storage
import Synchronization
import Testing

@testable import TSDB

@Suite struct LogTruncationTests {
    private static func open(_ path: String) throws -> Database {
        try DatabaseTests.open(path) { $0.walSegmentBytes = 32 << 10 }
    }

    private static func segments(_ path: String) throws -> [Int] {
        try WALDirectory.segments(in: "\(path)/wal").map(\.index)
    }

    /// Commits samples of series some of which change their names, and notes them in the model.
    private static func fill(_ database: Database, _ rounds: Range<Int64>, _ model: inout ModelHead) throws {
        for round in rounds {
            let labels = (0..<40).map { number -> Labels in
                ["__name__": "m", "pod": number % 4 == 0 ? "\(number)-\(round / 40)" : "\(number)"]
            }
            let references = try database.resolve(labels).map(\.reference)
            let values = references.indices.map { Double($0) + Double(round % 7) / 3 }
            _ = try database.commit(
                HeadTests.batch(zip(references, values).map { ($0, round * 1000, $1) })
            )
            for (labels, value) in zip(labels, values) { model.insert(labels, round * 1000, value) }
        }
    }

    private static func expect(_ path: String, _ model: ModelHead) throws {
        let opened = try open(path)
        #expect(opened.replayStatistics.unknownReferences == 0)
        #expect(opened.replayStatistics.repairs.isEmpty)
        opened.head.checkInvariants()
        try HeadTruncationTests.expectSame(opened.head, model)
        try opened.close()
    }

    @Test func `the log gets shorter and a copy at any time has all that was not cut off`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/data"
        let database = try Self.open(path)
        var model = ModelHead()
        for round in 1..<9 as Range<Int64> {
            try Self.fill(database, (round * 100)..<(round * 100 + 100), &model)
            model.mint = round * 100_000 - 50_000
            database.head.truncate(before: model.mint)
            try database.head.truncateLog(before: model.mint)
            #expect(try Self.segments(path).count < 12)
            try directory.copy(path, to: "\(directory.path)/copy\(round)")
            try Self.expect("\(directory.path)/copy\(round)", model)
        }
        let statistics = database.statistics.log
        #expect(statistics.checkpointCreations == statistics.truncations && statistics.truncations > 5)
        #expect(statistics.failedCheckpointCreations == 0 && statistics.failedCheckpointDeletions == 0)
        #expect(database.head.takeLogTruncationDurations().count > 5)
        let checkpoints = try WALDirectory.checkpoints(in: "\(path)/wal")
        #expect(checkpoints.count == 1)
        let first = try Self.segments(path).first
        #expect(first == checkpoints[0].index + 1)
        // Nothing is done for a time that was cut off before.
        try database.head.truncateLog(before: model.mint)
        #expect(database.statistics.log == statistics)
        try database.close()
        try Self.expect(path, model)
    }

    @Test func `wherever a truncation of the log is stopped, nothing is lost and the next one goes on`() throws {
        for stop in 0..<200 {
            let directory = try TemporaryDirectory()
            let path = directory.path + "/data"
            let switchboard = StoppingFiles(after: stop)
            let head = Head(chunkRange: 7_200_000, files: switchboard.operations)
            var options = WALOptions()
            options.segmentBytes = 32 << 10
            head.attach(try WriteAheadLog(directory: path + "/wal", options: options))
            var model = ModelHead()
            for round in 0..<60 as Range<Int64> {
                let labels = (0..<60).map { Labels([Label("n", "\($0)")]) }
                let references = try head.resolve(labels).map(\.reference)
                let values = references.indices.map { Double($0) * 1.1 + Double(round) }
                _ = try head.commit(HeadTests.batch(zip(references, values).map { ($0, round * 1000, $1) }))
                for (labels, value) in zip(labels, values) { model.insert(labels, round * 1000, value) }
            }
            model.mint = 20_000
            let isStopped = (try? head.truncateLog(before: model.mint)) == nil
            let statistics = head.statistics.log
            let failures = [
                statistics.failedTruncations, statistics.failedCheckpointCreations,
                statistics.failedCheckpointDeletions,
            ]
            #expect(switchboard.isStopped == (failures.reduce(0, +) > 0))
            if isStopped { #expect(statistics.failedCheckpointCreations == 1) }
            try directory.copy(path, to: "\(directory.path)/copy")
            try Self.expect("\(directory.path)/copy", model)
            #expect(!FileManager.default.fileExists(atPath: "\(directory.path)/copy/wal/checkpoint.00000001.tmp"))
            // The next one finds what was left.
            switchboard.release()
            try head.truncateLog(before: model.mint + 1)
            try head.close()
            model.mint += 1
            try Self.expect(path, model)
            if stop > 0, !switchboard.wasReached { return }
        }
        Issue.record("a truncation has more than 200 steps")
    }

    @Test func `records of removed series stay as long as the log may hold samples that name them`() throws {
        let directory = try TemporaryDirectory()
        let database = try Self.open(directory.path)
        var model = ModelHead()
        try Self.fill(database, 0..<100, &model)
        // Gone from memory, while the log still has all segments.
        database.head.truncate(before: 90_000)
        model.mint = 90_000
        #expect(database.statistics.seriesRemoved > 0)
        try database.head.truncateLog(before: 50_000)
        try database.close()
        let opened = try Self.open(directory.path)
        #expect(opened.replayStatistics.unknownReferences == 0)
        try HeadTruncationTests.expectSame(opened.head, model)
        try opened.close()
    }

    @Test func `damage in the segments to replace leaves everything as it is`() throws {
        let directory = try TemporaryDirectory()
        let database = try Self.open(directory.path)
        var model = ModelHead()
        try Self.fill(database, 0..<600, &model)
        try directory.overwrite("\(directory.path)/wal/00000001", at: 100, with: [1, 2, 3])
        let before = try Self.segments(directory.path)
        let failure = #expect(throws: StorageError.self) { try database.head.truncateLog(before: 300_000) }
        #expect(failure?.description.hasPrefix("create checkpoint: read segments: corruption in segment") == true)
        #expect(try Self.segments(directory.path).starts(with: before))
        #expect(database.statistics.log.failedCheckpointCreations == 1)
        try database.close()
    }
}
