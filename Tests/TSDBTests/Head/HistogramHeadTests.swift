import Chunks
import LabelMatching
import PrometheusModel
import Storage
import Testing

@testable import TSDB

@Suite struct HistogramHeadTests {
    static func integer(_ count: Int64, stale: Bool = false) -> NativeHistogram {
        var histogram = IntegerHistogram()
        histogram.sum = stale ? StaleMarker.value : Double(count) * 2
        if stale { return .integer(histogram) }
        histogram.layout.positiveSpans = [HistogramSpan(offset: 0, length: 2)]
        histogram.positiveDeltas = [count, 1]
        histogram.count = UInt64(2 * count + 1)
        return .integer(histogram)
    }

    static func float(_ count: Double) -> NativeHistogram {
        var histogram = FloatHistogram()
        histogram.sum = count
        histogram.layout.positiveSpans = [HistogramSpan(offset: 3, length: 1)]
        histogram.positiveBuckets = [count]
        histogram.count = count
        return .float(histogram)
    }

    static func batch(_ samples: [(SeriesReference, Int64, NativeHistogram)]) -> SampleBatch {
        var batch = SampleBatch()
        for (reference, time, histogram) in samples {
            batch.histograms.append(HistogramSample(reference, timestamp: time, histogram))
        }
        return batch
    }

    static func read(_ head: Head) throws -> [SampleColumns] {
        try HeadTests.select(HeadQuerier(head: head, window: HeadTests.everything)).map(\.samples)
    }

    @Test func `histograms are read as float histograms with what is known of resets`() throws {
        let head = Head(chunkRange: 7_200_000)
        let series = try head.resolve([["__name__": "h"]])[0].reference
        for (time, count) in [(1000, 1), (2000, 5), (3000, 2), (4000, 3)] as [(Int64, Int64)] {
            let outcome = try head.commit(Self.batch([(series, time, Self.integer(count))]))
            #expect(outcome.refusedHistograms.isEmpty)
        }
        head.checkInvariants()
        let columns = try Self.read(head)[0]
        #expect(columns.timestamps == [1000, 2000, 3000, 4000])
        #expect(columns.values == [2, 10, 4, 6])
        #expect(columns.histogramRows == [0, 1, 2, 3])
        #expect(columns.histograms.map(\.counterResetHint) == [.unknown, .notReset, .unknown, .notReset])
        #expect(columns.histograms.map(\.positiveBuckets) == [[1, 2], [5, 6], [2, 3], [3, 4]])
        #expect(head.statistics.histogramsAppended == 4)
        #expect(head.statistics.chunkCount == 2)
    }

    @Test func `floats and histograms alternate in one series, and a stale marker follows what was before`() throws {
        let head = Head(chunkRange: 7_200_000)
        let series = try head.resolve([["__name__": "m"]])[0].reference
        _ = try head.commit(HeadTests.batch([(series, 1000, 7), (series, 2000, 8)]))
        _ = try head.commit(Self.batch([(series, 3000, Self.integer(1)), (series, 4000, Self.float(2))]))
        _ = try head.commit(HeadTests.batch([(series, 5000, StaleMarker.value)]))
        #expect(head.statistics.staleSeriesCount == 1)
        _ = try head.commit(HeadTests.batch([(series, 6000, 9)]))
        _ = try head.commit(HeadTests.batch([(series, 7000, StaleMarker.value)]))
        head.checkInvariants()
        let columns = try Self.read(head)[0]
        #expect(columns.timestamps == [1000, 2000, 3000, 4000, 5000, 6000, 7000])
        #expect(columns.histogramRows == [2, 3, 4])
        #expect(columns.values[4].isStaleMarker && columns.values[6].isStaleMarker)
        #expect(columns.histograms[2].isStaleMarker)
        #expect(columns.values[5] == 9)
    }

    @Test func `what does not fit is refused with the reason`() throws {
        let head = Head(chunkRange: 7_200_000)
        let series = try head.resolve([["__name__": "h"]])[0].reference
        _ = try head.commit(Self.batch([(series, 10_000_000, Self.integer(5))]))
        func refusal(_ time: Int64, _ histogram: NativeHistogram) throws -> AppendOutcome.Refusal? {
            try head.commit(Self.batch([(series, time, histogram)])).refusedHistograms.first?.refusal
        }
        #expect(try refusal(10_000_000, Self.integer(5)) == nil)
        #expect(try refusal(10_000_000, Self.integer(6)) == .duplicateTimestamp)
        #expect(try refusal(9_000_000, Self.integer(6)) == .outOfOrder)
        #expect(try refusal(1_000_000, Self.integer(6)) == .outOfBounds)
        let unknown = try head.commit(Self.batch([(SeriesReference(99), 10_000_000, Self.integer(5))]))
        #expect(unknown.refusedHistograms.first?.refusal == .unknownSeries)
        let float = try head.commit(HeadTests.batch([(series, 10_000_000, 10)]))
        #expect(float.refused.first?.refusal == .duplicateTimestamp)
        #expect(head.statistics.histogramsAppended == 1)
    }

    static func failure(_ change: (inout IntegerHistogram) -> Void) -> String? {
        guard case .integer(var histogram) = integer(1) else { return nil }
        change(&histogram)
        return HistogramValidation.failure(of: .integer(histogram))
    }

    static func customFailure(_ bounds: [Double]) -> String? {
        failure {
            $0.layout.schema = HistogramLayout.customBucketsSchema
            $0.layout.customBounds = bounds
        }
    }

    @Test func `counts that contradict the buckets are told in upstream's words`() {
        #expect(Self.failure { _ in } == nil)
        #expect(
            Self.failure { $0.count = 9 }
                == "3 observations found in buckets, but the Count field is 9: histogram's observation count should equal "
                + "the number of observations found in the buckets (in absence of NaN)"
        )
        let few = Self.failure {
            $0.count = 1
            $0.sum = .nan
        }
        #expect(
            few
                == "3 observations found in buckets, but the Count field is 1: histogram's observation count should be at "
                + "least the number of observations found in the buckets"
        )
        #expect(
            Self.failure { $0.positiveDeltas = [1, -2] }
                == "positive side: bucket number 2 has observation count of -1: histogram has a bucket whose observation "
                + "count is negative"
        )
    }

    @Test func `layouts that contradict themselves are told in upstream's words`() {
        #expect(
            Self.failure { $0.positiveDeltas = [1] }
                == "positive side: spans need 2 buckets, have 1 buckets: histogram spans specify different number of "
                + "buckets than provided"
        )
        let back = Self.failure {
            $0.layout.positiveSpans = [HistogramSpan(offset: 0, length: 1), HistogramSpan(offset: -1, length: 1)]
        }
        #expect(
            back == "positive side: span number 2 with offset -1: histogram has a span whose offset is negative"
        )
        #expect(
            Self.failure { $0.layout.customBounds = [1] }
                == "histogram with exponential schema must not have custom bounds"
        )
        #expect(
            Self.failure { $0.layout.schema = -9 }
                == "histogram has an invalid schema, which must be between -4 and 8 for exponential buckets, or -53 for "
                + "custom buckets, got schema -9"
        )
    }

    @Test func `custom bounds that contradict themselves are told in upstream's words`() {
        #expect(
            Self.customFailure([2, 1])
                == "custom buckets: previous bound is 2.000000 and current is 1.000000: histogram custom bounds must be in "
                + "strictly increasing order"
        )
        #expect(
            Self.customFailure([])
                == "custom buckets: only 0 custom bounds defined which is insufficient to cover total span length of 2: "
                + "histogram custom bounds are too few"
        )
        #expect(
            Self.customFailure([1, .infinity])
                == "custom buckets: last +Inf bound must not be explicitly defined: histogram custom bounds must be finite"
        )
    }

    @Test(arguments: 0..<12 as Range<UInt64>)
    func `everything comes back after a restart, in the order and with the hints that it had`(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        let directory = try TemporaryDirectory()
        var options = DatabaseOptions()
        options.exemplarCapacity = 50
        options.features.logsMetadata = true
        options.features.storesStartTimestamps = seed % 2 == 1
        options.features.storesHistogramStarts = seed % 2 == 1
        options.settings.usesXOR2 = seed % 4 == 3
        let database = try Database.open(directory: directory.path, options: options)
        let sets = (0..<8).map { number -> Labels in ["__name__": "m\(number)"] }
        let references = try database.resolve(sets).map(\.reference)
        var (expected, counts) = ([Labels: [Int64]](), [Int64](repeating: 1, count: 8))
        for time in 1...300 as ClosedRange<Int64> {
            var batch = SampleBatch()
            for number in 0..<8 {
                switch Int.random(in: 0..<(number < 4 ? 12 : 3), using: &random) {
                case 0: batch.append(references[number], time * 1000, Double(time))
                case 1:
                    batch.histograms.append(
                        HistogramSample(references[number], timestamp: time * 1000, Self.float(Double(time)))
                    )
                case 2 where number > 1: continue
                default:
                    counts[number] += Int64.random(in: -1...9, using: &random)
                    counts[number] = max(0, counts[number])
                    let sample = HistogramSample(
                        references[number],
                        timestamp: time * 1000,
                        startTimestamp: 5,
                        Self.integer(counts[number])
                    )
                    batch.histograms.append(sample)
                }
                expected[sets[number], default: []].append(time * 1000)
            }
            let exemplar = Exemplar(labels: ["trace_id": "\(time)"], value: 1, timestamp: time)
            batch.exemplars.append(ExemplarSample(references[0], exemplar))
            let metadata = SeriesMetadata(type: .gauge, unit: "", help: "\(time / 100)")
            batch.metadata.append(MetadataSample(references[1], metadata))
            let outcome = try database.commit(batch)
            #expect(outcome.refusedHistograms.isEmpty && outcome.refused.isEmpty && outcome.refusedExemplars.isEmpty)
        }
        func everything(_ database: Database) throws -> [SampleColumns] {
            try HeadTests.select(try database.querier(HeadTests.everything)).map(\.samples)
        }
        let before = try everything(database)
        #expect(before.map(\.timestamps) == sets.map { expected[$0] ?? [] })
        let exemplars = try database.exemplars.exemplars(HeadTests.everything, [[.equal("__name__", "m0")]])
        #expect(exemplars.map(\.exemplars.count) == [50])
        try database.close()
        let again = try Database.open(directory: directory.path, options: options)
        let after = try everything(again)
        #expect(after.map(\.timestamps) == before.map(\.timestamps))
        #expect(after.map(\.histogramRows) == before.map(\.histogramRows))
        #expect(after.map(\.histograms) == before.map(\.histograms))
        #expect(after.map { $0.values.map(\.bitPattern) } == before.map { $0.values.map(\.bitPattern) })
        #expect(after.map(\.startTimestamps) == before.map(\.startTimestamps))
        #expect(after.contains { !$0.startTimestamps.isEmpty } == options.features.storesStartTimestamps)
        #expect(try again.exemplars.exemplars(HeadTests.everything, [[]]) == exemplars)
        #expect(again.replayStatistics.skippedRecords.isEmpty && again.replayStatistics.unknownReferences == 0)
        try again.close()
    }

    @Test func `a truncation drops histograms that end before it, and series that have none left`() throws {
        let head = Head(chunkRange: 7_200_000)
        let both = try head.resolve([["__name__": "a"], ["__name__": "b"]]).map(\.reference)
        for time in 0..<400 as Range<Int64> {
            var samples = [(both[0], time * 60_000, Self.integer(time))]
            if time < 100 { samples.append((both[1], time * 60_000, Self.float(Double(time)))) }
            _ = try head.commit(Self.batch(samples))
        }
        head.truncate(before: 200 * 60_000)
        head.checkInvariants()
        head.truncate(before: 210 * 60_000)
        head.checkInvariants()
        let found = try HeadTests.select(HeadQuerier(head: head, window: HeadTests.everything))
        #expect(found.map(\.labels) == [["__name__": "a"]])
        #expect(found[0].samples.timestamps == (210..<400).map { Int64($0) * 60_000 })
        #expect(head.statistics.histogramSeriesCount == 1)
    }
}
