import Chunks
import LabelMatching
import PrometheusModel
import Storage
import Testing

@testable import TSDB

@Suite struct OutOfOrderTests {
    let directory: TemporaryDirectory
    static let start: Int64 = 1_000_000_000

    init() throws { directory = try TemporaryDirectory.inMemory() }

    private static func open(
        _ path: String,
        _ operations: FileOperations = .system,
        window: Int64 = 10_000_000
    ) throws -> Database {
        try DatabaseModel.open(path, operations) { $0.settings.outOfOrderWindowMilliseconds = window }
    }

    /// Commits samples of some series at times that go back and forth, each once.
    private static func shuffle(
        _ model: inout DatabaseModel,
        _ database: Database,
        _ random: inout SplitMix,
        from start: Int64,
        count: Int
    ) throws {
        for step in 0..<Int64(count) {
            let newest = start + step * 5000
            try model.commit(database, DatabaseModel.series, newest, Double(step % 17) * 1.5)
            // Between the times of the others, so that no time comes twice.
            for number in 0..<4 as Range<Int64> {
                let late = newest - Int64.random(in: 0...30, using: &random) * 5000 - 1 - number * 7 - step * 29 % 4900
                let series = DatabaseModel.series.filter { _ in random.next() % 3 == 0 }
                let unused = series.filter { model.samples[$0]?[late] == nil }
                try model.commit(database, unused, late, Double(number) + 0.25)
            }
        }
    }

    @Test(arguments: 0..<6 as Range<UInt64>)
    func `samples come in any order, and answers are the same after crashes, stops and compaction`(
        seed: UInt64
    ) throws {
        var random = SplitMix(state: seed)
        var model = DatabaseModel()
        var path = "\(directory.path)/data"
        var database = try Self.open(path)
        for round in 0..<8 as Range<Int64> {
            try Self.shuffle(&model, database, &random, from: Self.start + round * 60_000, count: 12)
            #expect(try DatabaseModel(of: database) == model)
            database.head.checkInvariants()
            switch (seed + UInt64(round)) % 4 {
            case 0: database.maintain()
            case 1:
                try database.close()
                database = try Self.open(path)
            case 2:
                let copy = "\(directory.path)/copy\(round)"
                try directory.copy(path, to: copy)
                try database.close()
                path = copy
                database = try Self.open(path)
            default: try database.head.mapFinishedChunks()
            }
            #expect(try DatabaseModel(of: database) == model)
            database.head.checkInvariants()
        }
        database.maintain()
        #expect(try DatabaseModel(of: database) == model)
        #expect(database.head.samples.withReadLock { $0.late.times } == nil)
        let reading = try ReadOnlyDatabase(directory: path)
        var found: [Labels: Int] = [:]
        for series in try HeadTests.select(try reading.querier(HeadTests.everything)) {
            found[series.labels] = series.samples.count
        }
        #expect(found == model.samples.mapValues(\.count))
        try database.close()
    }

    @Test func `blocks of late samples say so, and the write-behind log is cut behind them`() throws {
        var (model, random) = (DatabaseModel(), SplitMix(state: 7))
        let database = try Self.open(directory.path)
        try Self.shuffle(&model, database, &random, from: Self.start, count: 30)
        #expect(database.lateLogStatistics?.segment == 0)
        database.maintain()
        #expect(database.lateLogStatistics?.segment ?? 0 > 0)
        #expect(database.blockMetas.allSatisfy { $0.maxTime - $0.minTime <= DatabaseModel.chunkRange * 3 })
        #expect(try WALDirectory.segments(in: "\(directory.path)/wbl").count == 1)
        #expect(try DatabaseModel(of: database) == model)
        #expect(database.statistics.late.floatsAppended > 100)
        try database.close()
        let again = try Self.open(directory.path, window: 0)
        #expect(try DatabaseModel(of: again) == model)
        try again.close()
    }

    @Test func `markers of series that are gone are refused if they are late, and nothing else is`() throws {
        let database = try Self.open(directory.path, window: 100_000)
        let references = try database.resolve([["a": "1"], ["a": "2"]]).map(\.reference)
        _ = try database.commit(HeadTests.batch(references.map { ($0, 1_000_000, 1) }))
        var batch = HeadTests.batch([(references[0], 990_000, StaleMarker.value), (references[1], 990_000, 2)])
        batch.refusesLateMarkers = true
        let outcome = try database.commit(batch)
        #expect(outcome.refused.map(\.index) == [0] && outcome.refused.map(\.refusal) == [.outOfOrder])
        let kept = try database.commit(HeadTests.batch([(references[0], 990_000, StaleMarker.value)]))
        #expect(kept.refused.isEmpty)
        #expect(try DatabaseModel(of: database).samples[["a": "1"]]?.count == 2)
        try database.close()
    }

    @Test func `the window decides, and refusals are told and counted`() throws {
        let database = try Self.open(directory.path, window: 100_000)
        let reference = try database.resolve([["a": "1"]])[0].reference
        func commit(_ time: Int64, _ value: Double, refusesLate: Bool = false) throws -> AppendOutcome.Refusal? {
            var batch = HeadTests.batch([(reference, time, value)])
            batch.refusesLate = refusesLate
            return try database.commit(batch).refused.first?.refusal
        }
        #expect(try commit(1_000_000, 1) == nil)
        #expect(try commit(999_000, 2) == nil)
        #expect(try commit(900_000, 3) == nil)
        #expect(try commit(899_999, 4) == .tooOld)
        #expect(try commit(998_000, 5, refusesLate: true) == .outOfOrder)
        #expect(try commit(1_000_000, 6) == .duplicateTimestamp)
        #expect(try commit(1_000_000, 1) == nil)
        // The same time twice is dropped without a word.
        #expect(try commit(999_000, 7) == nil)
        let late = database.statistics.late
        #expect(late.floatsAppended == 2 && late.tooOldFloats == 1 && late.deltas.reduce(0, +) == 5)
        #expect(
            try DatabaseModel(of: database).samples == [
                ["a": "1"]: [
                    900_000: 3.0.bitPattern, 999_000: 2.0.bitPattern, 1_000_000: 1.0.bitPattern,
                ]
            ]
        )
        var settings = DatabaseSettings()
        database.apply(settings)
        #expect(try commit(998_000, 8) == .outOfOrder)
        settings.outOfOrderWindowMilliseconds = 5000
        database.apply(settings)
        #expect(try commit(998_000, 8) == nil)
        #expect(try commit(990_000, 8) == .tooOld)
        try database.close()
    }

    @Test func `a window that is opened later makes its log, and none is made without`() throws {
        let database = try Self.open(directory.path, window: 0)
        #expect(try DirectoryListing.entries(of: "\(directory.path)/wbl", missingIsEmpty: true).isEmpty)
        var settings = DatabaseSettings()
        settings.outOfOrderWindowMilliseconds = 1_000_000
        database.apply(settings)
        var model = DatabaseModel()
        try model.commit(database, [["a": "1"]], 500_000, 1)
        try model.commit(database, [["a": "1"]], 400_000, 2)
        let copy = "\(directory.path)-copy"
        try directory.copy(directory.path, to: copy)
        defer { directory.remove(copy) }
        let opened = try Self.open(copy, window: 0)
        #expect(try DatabaseModel(of: opened) == model)
        try opened.close()
        try database.close()
    }

    @Test func `late histograms are kept, restored and compacted like floats`() throws {
        let database = try Self.open(directory.path)
        let reference = try database.resolve([["h": "1"]])[0].reference
        let times = (0..<100 as Range<Int64>).map { Self.start + $0 * 1000 }
        let order = [times[99]] + times[..<99].reversed()
        for time in order {
            var batch = SampleBatch()
            let histogram = HistogramHeadTests.integer((time - Self.start) / 1000 + 1)
            batch.histograms = [HistogramSample(reference, timestamp: time, histogram)]
            #expect(try database.commit(batch).refusedHistograms.isEmpty)
        }
        func found(_ database: Database) throws -> [Int64] {
            let series = try HeadTests.select(try database.querier(HeadTests.everything))
            #expect(series.first?.samples.histograms.count == 100)
            return series.first?.samples.timestamps ?? []
        }
        #expect(try found(database) == times)
        #expect(database.statistics.late.histogramsAppended == 99)
        try database.close()
        let again = try Self.open(directory.path)
        #expect(try found(again) == times)
        again.maintain()
        #expect(try found(again) == times)
        try again.close()
    }

    @Test(arguments: [7, 40, 300])
    func `a torn write-behind log costs its last records only`(bytes: Int) throws {
        var (model, random) = (DatabaseModel(), SplitMix(state: 3))
        let database = try Self.open(directory.path + "/data")
        try Self.shuffle(&model, database, &random, from: Self.start, count: 8)
        let copy = "\(directory.path)/copy"
        try directory.copy(directory.path + "/data", to: copy)
        try database.close()
        try directory.truncate("\(copy)/wbl/00000000", by: bytes)
        let opened = try Self.open(copy)
        #expect(opened.replayStatistics.lateRepairs.count == 1)
        let found = try DatabaseModel(of: opened)
        let (all, kept) = (
            model.samples.values.map(\.count).reduce(0, +), found.samples.values.map(\.count).reduce(0, +)
        )
        #expect(kept < all && kept > all - 40)
        for (labels, samples) in found.samples {
            #expect(samples.allSatisfy { model.samples[labels]?[$0.key] == $0.value })
        }
        try opened.close()
        let again = try Self.open(copy)
        #expect(again.replayStatistics.lateRepairs.isEmpty)
        #expect(try DatabaseModel(of: again) == found)
        try again.close()
    }

    @Test(arguments: 0..<40 as Range<Int>)
    func `whatever change to files fails while late samples are compacted, nothing is lost`(number: Int) throws {
        var (model, random) = (DatabaseModel(), SplitMix(state: 11))
        let plan = FaultPlan(number % 2 == 0 ? .full : .stop)
        let database = try Self.open(directory.path + "/data", plan.operations)
        try Self.shuffle(&model, database, &random, from: Self.start, count: 26)
        plan.arm(number)
        try? database.compact()
        #expect(try DatabaseModel(of: database) == model)
        let copy = "\(directory.path)/copy"
        try directory.copy(directory.path + "/data", to: copy)
        try? database.close()
        let opened = try Self.open(copy)
        #expect(try DatabaseModel(of: opened) == model)
        opened.maintain()
        #expect(try DatabaseModel(of: opened) == model)
        try opened.close()
    }

    @Test func `queriers that began before compaction see what they saw`() throws {
        var (model, random) = (DatabaseModel(), SplitMix(state: 5))
        let database = try Self.open(directory.path)
        try Self.shuffle(&model, database, &random, from: Self.start, count: 10)
        let window = (Self.start - 1_000_000)...(Self.start + 20_000)
        let expected = model.samples.mapValues { $0.filter { window.contains($0.key) }.count }.filter { $0.value > 0 }
        let found = try HeadTests.select(try database.querier(window), [], window)
        #expect(Dictionary(uniqueKeysWithValues: found.map { ($0.labels, $0.samples.count) }) == expected)
        try database.close()
    }
}
