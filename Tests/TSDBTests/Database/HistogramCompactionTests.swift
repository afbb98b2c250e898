import LabelMatching
import PrometheusModel
import Storage
import Testing

@testable import TSDB

@Suite struct HistogramCompactionTests {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory.inMemory() }

    private static let mixed: Labels = ["__name__": "mixed"]
    private static let native: Labels = ["__name__": "native"]

    private static func histogram(_ round: Int64) -> NativeHistogram {
        var histogram = IntegerHistogram()
        histogram.layout.schema = 3
        histogram.layout.positiveSpans = [HistogramSpan(offset: 0, length: 2)]
        histogram.positiveDeltas = [round + 1, 1]
        histogram.count = UInt64(2 * round + 3)
        histogram.sum = Double(round)
        return .integer(histogram)
    }

    /// Times and sums of everything in the database, by series.
    private static func contents(_ database: Database) throws -> [Labels: [String]] {
        var result: [Labels: [String]] = [:]
        for series in try HeadTests.select(try database.querier(HeadTests.everything), [], HeadTests.everything) {
            let samples = series.samples
            let rows = Set(samples.histogramRows)
            result[series.labels] = samples.timestamps.indices.map { row in
                "\(rows.contains(Int32(row)) ? "h" : "f") \(samples.timestamps[row]) \(samples.values[row])"
            }
        }
        return result
    }

    @Test func `histograms between floats go into blocks and come back as they were`() throws {
        var database = try DatabaseModel.open(directory.path)
        var expected: [Labels: [String]] = [:]
        for round in 0..<120 as Range<Int64> {
            let references = try database.resolve([Self.mixed, Self.native]).map(\.reference)
            let time = 1_000_000_000 + round * 5_000
            var batch = SampleBatch()
            // Runs of ten of each kind in one series, histograms only in the other.
            if round / 10 % 2 == 0 {
                batch.append(references[0], time, Double(round))
            } else {
                batch.histograms.append(HistogramSample(references[0], timestamp: time, Self.histogram(round)))
            }
            batch.histograms.append(HistogramSample(references[1], timestamp: time, Self.histogram(round)))
            let outcome = try database.commit(batch)
            #expect(outcome.refused.isEmpty && outcome.refusedHistograms.isEmpty)
            let kind = round / 10 % 2 == 0 ? "f" : "h"
            expected[Self.mixed, default: []].append("\(kind) \(time) \(Double(round))")
            expected[Self.native, default: []].append("h \(time) \(Double(round))")
            if round % 9 == 8 { database.maintain() }
            if round % 31 == 30 {
                #expect(try Self.contents(database) == expected)
                try database.close()
                database = try DatabaseModel.open(directory.path)
                #expect(try Self.contents(database) == expected)
            }
        }
        #expect(!database.blockMetas.isEmpty)
        #expect(try Self.contents(database) == expected)
        try database.close()
    }

    @Test func `histograms are deleted from head and blocks alike`() throws {
        let database = try DatabaseModel.open(directory.path)
        for round in 0..<40 as Range<Int64> {
            let reference = try database.resolve([Self.native]).map(\.reference)[0]
            var batch = SampleBatch()
            let time = 1_000_000_000 + round * 5_000
            batch.histograms.append(HistogramSample(reference, timestamp: time, Self.histogram(round)))
            _ = try database.commit(batch)
        }
        database.maintain()
        try database.deleteSeries([], in: 1_000_050_000...1_000_120_000)
        let times = try Self.contents(database)[Self.native]?.map { $0.split(separator: " ")[1] }
        #expect(times?.count == 40 - 15)
        try database.close()
    }
}
