import LabelMatching
import PrometheusModel
import Storage
import Testing

@testable import TSDB

@Suite struct AgentStorageTests {
    static func open(_ path: String, _ change: (inout AgentOptions) -> Void = { _ in }) throws -> AgentStorage {
        var options = AgentOptions()
        change(&options)
        return try AgentStorage.open(directory: path, options: options)
    }

    /// What a database makes of the same log.
    static func contents(_ directory: TemporaryDirectory) throws -> [Labels: [Int64]] {
        let copy = directory.path + "/read"
        try directory.copy(directory.path + "/data", to: copy)
        let database = try DatabaseTests.open(copy)
        defer { try? database.close() }
        return try DatabaseTests.contents(database)
    }

    @Test func `samples, histograms and exemplars are logged as a database logs them`() throws {
        let directory = try TemporaryDirectory()
        let storage = try Self.open(directory.path + "/data")
        let references = try storage.resolve([["__name__": "a"], ["__name__": "b"]]).map(\.reference)
        for time in 1...50 as ClosedRange<Int64> {
            var batch = SampleBatch()
            batch.append(references[0], time * 1000, Double(time))
            let sample = HistogramSample(references[1], timestamp: time * 1000, HistogramHeadTests.integer(time))
            batch.histograms.append(sample)
            let exemplar = Exemplar(labels: ["trace_id": "\(time)"], value: 1, timestamp: time)
            batch.exemplars.append(ExemplarSample(references[0], exemplar))
            let outcome = try storage.commit(batch)
            #expect(outcome.refused.isEmpty && outcome.refusedHistograms.isEmpty && outcome.refusedExemplars.isEmpty)
        }
        let times = (1...50).map { Int64($0) * 1000 }
        #expect(storage.statistics.samplesAppended == 50 && storage.statistics.histogramsAppended == 50)
        #expect(storage.statistics.exemplarsAppended == 50 && storage.statistics.activeSeries == 2)
        try storage.close()
        #expect(try Self.contents(directory) == [["__name__": "a"]: times, ["__name__": "b"]: times])
    }

    @Test func `what is not newer is refused, unless a window allows it`() throws {
        let directory = try TemporaryDirectory()
        let storage = try Self.open(directory.path + "/data")
        let series = try storage.resolve([["__name__": "a"]])[0].reference
        func refusal(_ time: Int64) throws -> AppendOutcome.Refusal? {
            try storage.commit(HeadTests.batch([(series, time, 1)])).refused.first?.refusal
        }
        #expect(try refusal(1000) == nil)
        #expect(try refusal(1000) == .outOfOrder)
        #expect(try refusal(1001) == nil)
        #expect(
            try storage.commit(HeadTests.batch([(SeriesReference(9), 1, 1)])).refused.first?.refusal == .unknownSeries
        )
        #expect(storage.statistics.outOfOrderSamples == 1)
        try storage.close()
        #expect(throws: StorageError.closed) { try storage.commit(HeadTests.batch([(series, 5000, 1)])) }
        let later = try Self.open(directory.path + "/data") { $0.outOfOrderWindowMilliseconds = 500 }
        let again = try later.resolve([["__name__": "a"]])[0]
        #expect(again.reference == series && !again.isNew)
        let late = try later.commit(HeadTests.batch([(series, 502, 1), (series, 501, 1)]))
        #expect(late.refused.map(\.index) == [1])
        #expect(throws: StorageError.self) { try later.querier(0...1) }
        try later.close()
    }

    @Test func `truncation forgets old series and samples, and the log stays whole`() throws {
        let directory = try TemporaryDirectory()
        let storage = try Self.open(directory.path + "/data") { $0.walSegmentBytes = 32 << 10 }
        let references = try storage.resolve([["__name__": "old"], ["__name__": "new"]]).map(\.reference)
        _ = try storage.commit(HeadTests.batch([(references[0], 1000, 1)]))
        for time in 2..<6000 as Range<Int64> {
            _ = try storage.commit(HeadTests.batch([(references[1], time * 1000, Double(time) / 7)]))
        }
        try storage.truncate(before: 3_000_000)
        #expect(storage.statistics.activeSeries == 1 && storage.statistics.checkpointCreations == 1)
        #expect(try WALDirectory.newestCheckpoint(in: directory.path + "/data/wal") != nil)
        #expect(try storage.commit(HeadTests.batch([(references[0], 9_000_000, 1)])).refused.count == 1)
        let again = try storage.resolve([["__name__": "old"]])[0]
        #expect(again.isNew && again.reference != references[0])
        try storage.close()
        let contents = try Self.contents(directory)
        #expect(contents[["__name__": "old"]] == nil)
        let times = contents[["__name__": "new"]] ?? []
        #expect(times.last == 5_999_000 && times.contains(3_000_000))
        #expect(times.first ?? 0 >= 3_000_000)
        let reopened = try Self.open(directory.path + "/data")
        #expect(reopened.statistics.corruptions == 0)
        #expect(try reopened.resolve([["__name__": "new"]])[0].reference == references[1])
        try reopened.close()
    }

    @Test func `what is dropped is older than what was sent, and than the longest retention`() {
        let options = AgentOptions()
        #expect(options.truncationTime(lowestSent: 100, now: 0) == 0)
        #expect(options.truncationTime(lowestSent: 1_000_000, now: 1_000_000) == 700_000)
        #expect(options.truncationTime(lowestSent: 0, now: 20_000_000) == 5_600_000)
    }

    @Test func `a record of a kind that is not known is damage, and what stands before it stays`() throws {
        let directory = try TemporaryDirectory()
        var log = try WriteAheadLog(directory: directory.path + "/data/wal", options: WALOptions())
        var records = WALRecordBatch()
        records.appendSeries(4, ["__name__": "a"] as Labels)
        records.bytes.append(99)
        records.endRecord()
        records.appendSeries(5, ["__name__": "b"] as Labels)
        try log.log(records)
        try log.close()
        let storage = try Self.open(directory.path + "/data")
        #expect(storage.statistics.corruptions == 1 && storage.statistics.activeSeries == 1)
        #expect(try storage.resolve([["__name__": "a"], ["__name__": "c"]]).map(\.isNew) == [false, true])
        try storage.close()
    }
}
