import LabelMatching
import PrometheusModel
import Storage
import Testing

@testable import TSDB

@Suite struct DatabaseTests {
    static func open(_ path: String, _ change: (inout DatabaseOptions) -> Void = { _ in }) throws -> Database {
        var options = DatabaseOptions()
        change(&options)
        return try Database.open(directory: path, options: options)
    }

    static func contents(_ database: Database) throws -> [Labels: [Int64]] {
        var contents: [Labels: [Int64]] = [:]
        for series in try HeadTests.select(try database.querier(HeadTests.everything)) {
            contents[series.labels] = series.samples.timestamps
        }
        return contents
    }

    static func fill(_ database: Database, _ times: Range<Int64>, series: Int = 20) throws {
        for time in times {
            let references = try database.resolve((0..<series).map { ["__name__": "m", "n": "\($0)"] })
            _ = try database.commit(HeadTests.batch(references.map { ($0.reference, time * 1000, Double(time) + 0.1) }))
        }
    }

    @Test func `what was committed is there after a clean stop`() throws {
        let directory = try TemporaryDirectory()
        let database = try Self.open(directory.path)
        try Self.fill(database, 1..<200)
        let before = try Self.contents(database)
        try database.close()
        let again = try Self.open(directory.path)
        #expect(try Self.contents(again) == before)
        // The rest is in chunks.
        #expect(again.replayStatistics.samples < 199 * 20 && again.replayStatistics.chunks == 20)
        #expect(again.replayStatistics.repairs.isEmpty)
        #expect(again.cleanStart == 1)
        try again.close()
    }

    @Test func `a copy of the directory after any commit has all of it`() throws {
        let directory = try TemporaryDirectory()
        let database = try Self.open(directory.path + "/data") { $0.walSegmentBytes = 32 << 10 }
        for round in 1..<12 as Range<Int64> {
            try Self.fill(database, (round * 10)..<(round * 10 + 10), series: 4 * Int(round))
            let copy = "\(directory.path)/copy\(round)"
            try directory.copy(directory.path + "/data", to: copy)
            let opened = try Self.open(copy)
            #expect(try Self.contents(opened) == Self.contents(database))
            #expect(opened.cleanStart == 0)
            try opened.close()
        }
        try database.close()
    }

    @Test func `series keep their numbers across restarts`() throws {
        let directory = try TemporaryDirectory()
        var references: [SeriesReference] = []
        for round in 0..<4 {
            let database = try Self.open(directory.path)
            let resolved = try database.resolve((0...round).map { ["n": "\($0)"] })
            #expect(resolved.map(\.isNew) == (0...round).map { $0 == round })
            #expect(Array(resolved.map(\.reference).prefix(references.count)) == references)
            references = resolved.map(\.reference)
            _ = try database.commit(HeadTests.batch(references.map { ($0, Int64(round) * 1000 + 1, 1) }))
            try database.close()
        }
        let database = try Self.open(directory.path)
        #expect(try Self.contents(database)[["n": "0"]] == [1, 1001, 2001, 3001])
        try database.close()
    }

    @Test func `a second process is kept out and a crash is noticed`() throws {
        let directory = try TemporaryDirectory()
        var first: Database? = try Self.open(directory.path)
        #expect(first?.cleanStart == 1)
        let failure = #expect(throws: StorageError.self) { try Self.open(directory.path) }
        #expect(failure?.description == "lock DB directory: resource temporarily unavailable")
        first = nil
        let second = try Self.open(directory.path)
        #expect(second.cleanStart == 0)
        try second.close()
        #expect(try Self.open(directory.path) { $0.usesLockFile = false }.cleanStart == -1)
    }

    @Test func `a closed database refuses commits and new series`() throws {
        let directory = try TemporaryDirectory()
        let database = try Self.open(directory.path)
        let reference = try database.resolve([["a": "1"]])[0].reference
        try database.close()
        try database.close()
        #expect(throws: StorageError.closed) { try database.commit(HeadTests.batch([(reference, 1, 1)])) }
        #expect(throws: StorageError.closed) { try database.resolve([["a": "2"]]) }
    }

    @Test(arguments: [1, 3, 7, 20, 60, 300])
    func `a torn tail loses the torn record only`(bytes: Int) throws {
        let directory = try TemporaryDirectory()
        let database = try Self.open(directory.path + "/data") { $0.isWALCompressed = false }
        try Self.fill(database, 1..<50)
        let copy = directory.path + "/copy"
        try directory.copy(directory.path + "/data", to: copy)
        try directory.truncate("\(copy)/wal/00000000", by: bytes)
        let opened = try Self.open(copy)
        let (full, cut) = (try Self.contents(database), try Self.contents(opened))
        #expect(opened.replayStatistics.repairs.count == 1)
        for (labels, times) in cut { #expect(full[labels]?.starts(with: times) == true) }
        let lost = full.values.reduce(0) { $0 + $1.count } - cut.values.reduce(0) { $0 + $1.count }
        #expect(lost >= 20 && lost <= 40)
        // What is committed after the repair is there at the next start.
        try Self.fill(opened, 60..<70)
        let after = try Self.contents(opened)
        try opened.close()
        let again = try Self.open(copy)
        #expect(try Self.contents(again) == after)
        #expect(again.replayStatistics.repairs.isEmpty)
        try again.close()
        try database.close()
    }

    @Test func `what stands before damage in the log stays, what stands behind it is lost`() throws {
        let directory = try TemporaryDirectory()
        let database = try Self.open(directory.path) {
            $0.walSegmentBytes = 32 << 10
            $0.isWALCompressed = false
        }
        try Self.fill(database, 1..<400)
        let full = try Self.contents(database)
        try database.close()
        try directory.overwrite("\(directory.path)/wal/00000001", at: 20_000, with: [1, 2, 3, 4, 5, 6, 7, 8])
        let opened = try Self.open(directory.path)
        #expect(opened.replayStatistics.repairs.map(\.corruption.segment) == [1])
        #expect(opened.replayStatistics.repairs[0].deletedSegments.first == 2)
        let cut = try Self.contents(opened)
        #expect(cut.count == full.count)
        for (labels, times) in cut { #expect(times.count < 399 && full[labels]?.starts(with: times) == true) }
        try Self.fill(opened, 400..<410)
        let after = try Self.contents(opened)
        try opened.close()
        let again = try Self.open(directory.path)
        #expect(again.replayStatistics.repairs.isEmpty)
        #expect(try Self.contents(again) == after)
        try again.close()
    }

    @Test func `a failed write stores nothing and the next one goes on`() throws {
        let head = Head(chunkRange: 7_200_000)
        let directory = try TemporaryDirectory()
        let switchboard = FailingWrites()
        var options = WALOptions()
        options.operations = switchboard.operations
        head.attach(try WriteAheadLog(directory: directory.path + "/wal", options: options))
        let references = try head.resolve([["a": "1"], ["a": "2"]]).map(\.reference)
        switchboard.isFailing = true
        #expect(throws: StorageError.self) { try head.commit(HeadTests.batch(references.map { ($0, 1, 1) })) }
        #expect(throws: StorageError.self) { try head.resolve([["a": "3"]]) }
        head.checkInvariants()
        switchboard.isFailing = false
        #expect(head.statistics.samplesAppended == 0)
        let third = try head.resolve([["a": "3"]])[0]
        #expect(!third.isNew)
        // The series whose record could not be written is logged with the next batch.
        #expect(try head.commit(HeadTests.batch([(references[0], 1, 2), (third.reference, 1, 3)])).refused.isEmpty)
        try head.close()
        let opened = try Self.open(directory.path)
        #expect(try Self.contents(opened) == [["a": "1"]: [1], ["a": "3"]: [1]])
        try opened.close()
    }
}
