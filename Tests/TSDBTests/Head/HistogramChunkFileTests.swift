import Chunks
import PrometheusModel
import Storage
import Testing

@testable import TSDB

@Suite struct HistogramChunkFileTests {
    private static let sets = (0..<6).map { number -> Labels in ["__name__": "m\(number)"] }

    /// Commits a sample a series and step: floats, histograms with counts of either kind, and both in turn.
    private static func fill(_ database: Database, _ steps: Range<Int64>, _ random: inout SplitMix) throws {
        let references = try database.resolve(sets).map(\.reference)
        for step in steps {
            var batch = SampleBatch()
            for (number, reference) in references.enumerated() {
                let kind = number < 3 ? number : (Int(step) / (number == 3 ? 1 : 40) + number) % 3
                switch kind {
                case 0: batch.append(reference, step * 15_000, Double(step % 7))
                case 1:
                    let histogram = HistogramHeadTests.integer(step / 50 + Int64.random(in: 0...1, using: &random))
                    batch.histograms.append(HistogramSample(reference, timestamp: step * 15_000, histogram))
                default:
                    let histogram = HistogramHeadTests.float(Double(step))
                    batch.histograms.append(HistogramSample(reference, timestamp: step * 15_000, histogram))
                }
            }
            let outcome = try database.commit(batch)
            #expect(outcome.refused.isEmpty && outcome.refusedHistograms.isEmpty)
        }
    }

    private static func contents(_ database: Database) throws -> [SampleColumns] {
        try HeadTests.select(try database.querier(HeadTests.everything)).map(\.samples)
    }

    private static func expectSame(_ one: [SampleColumns], _ other: [SampleColumns]) {
        #expect(one.map(\.timestamps) == other.map(\.timestamps))
        #expect(one.map(\.histogramRows) == other.map(\.histogramRows))
        #expect(one.map(\.histograms) == other.map(\.histograms))
        #expect(one.map { $0.values.map(\.bitPattern) } == other.map { $0.values.map(\.bitPattern) })
    }

    @Test(arguments: 0..<4 as Range<UInt64>)
    func `full chunks of histograms go to files, and a start after a kill finds them there`(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        let directory = try TemporaryDirectory()
        let path = directory.path + "/data"
        let database = try DatabaseTests.open(path)
        try Self.fill(database, 1..<400, &random)
        #expect(database.head.samples.withLock { $0.aside.byteCount } > 1000)
        let before = try Self.contents(database)
        #expect(before.allSatisfy { $0.count == 399 })
        database.maintain()
        #expect(database.head.samples.withLock { $0.aside.byteCount } == 0)
        database.head.checkInvariants()
        Self.expectSame(try Self.contents(database), before)
        try directory.copy(path, to: directory.path + "/killed")
        let killed = try DatabaseTests.open(directory.path + "/killed")
        killed.head.checkInvariants()
        Self.expectSame(try Self.contents(killed), before)
        // All but the open chunks came from files.
        #expect(killed.replayStatistics.chunks > 20)
        #expect(killed.replayStatistics.samples < 6 * 399 / 2)
        var other = random
        try Self.fill(database, 400..<700, &random)
        try Self.fill(killed, 400..<700, &other)
        Self.expectSame(try Self.contents(killed), try Self.contents(database))
        try killed.close()
        let again = try DatabaseTests.open(directory.path + "/killed")
        again.head.checkInvariants()
        Self.expectSame(try Self.contents(again), try Self.contents(database))
        try again.close()
        try database.close()
    }

    @Test func `a stale marker after a start follows the histograms that are in a file`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/data"
        let database = try DatabaseTests.open(path)
        let series = try database.resolve([["__name__": "h"]])[0].reference
        for step in 1...20 as ClosedRange<Int64> {
            // A reset each time: a chunk each.
            _ = try database.commit(
                HistogramHeadTests.batch([(series, step * 1000, HistogramHeadTests.integer(40 - step))])
            )
        }
        _ = try database.commit(HeadTests.batch([(series, 21_000, 1)]))
        database.maintain()
        try database.close()
        // Without its log of the float the newest that is known is a chunk of histograms.
        let head = Head(chunkRange: 7_200_000)
        var writer = try HeadChunkWriter(directory: path + "/chunks_head", operations: .system, removal: .system)
        var loading = try head.loadChunkFiles(&writer) { _ in }
        head.attach(writer)
        _ = try head.resolve([["__name__": "h"]])
        let newest = loading.take(1).inOrder
        head.samples.withLock { $0.adopt(SeriesID(0), newest) }
        let known = try head.resolve([["__name__": "h"]])[0].reference
        _ = try head.commit(HeadTests.batch([(known, 30_000, StaleMarker.value)]))
        head.checkInvariants()
        let columns = try HistogramHeadTests.read(head)[0]
        #expect(columns.timestamps == (1...20).map { Int64($0) * 1000 } + [30_000])
        #expect(columns.histogramRows.count == 21)
        #expect(columns.histograms.last?.isStaleMarker == true)
    }
}
