import LabelMatching
import PrometheusModel
import Storage
import Testing

@testable import TSDB

@Suite struct MergedSelectionTests {
    /// Blocks that share series, and share times if they overlap.
    private static func blocks(
        _ directory: TemporaryDirectory,
        _ random: inout SplitMix
    ) throws -> (plain: [PlainBlock], blocks: [Block]) {
        var plain: [PlainBlock] = []
        var blocks: [Block] = []
        for number in 0..<4 {
            let block = PlainBlock.random(150, &random)
            plain.append(block)
            let ulid = ULID(high: UInt64(number + 1), low: 0)
            blocks.append(try block.write(to: directory.path, ulid: ulid))
        }
        return (plain, blocks)
    }

    @Test(arguments: 0..<8 as Range<UInt64>)
    func `has the series of all blocks in order, and each time once`(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        let directory = try TemporaryDirectory()
        let (plain, blocks) = try Self.blocks(directory, &random)
        for _ in 0..<20 {
            let matchers = try (0..<Int.random(in: 0...2, using: &random)).map { _ in
                try RandomLabels.matcher(&random)
            }
            let start = Int64.random(in: 0...30_000, using: &random)
            let window = start...(start + Int64.random(in: 0...20_000, using: &random))
            var expected: [Labels: [Int64: Double]] = [:]
            for block in plain {
                for (labels, samples) in block.select(matchers, window) {
                    let row = samples.map { ($0.timestamp, $0.value) }
                    expected[labels, default: [:]].merge(row) { first, _ in first }
                }
            }
            let querier = MergedQuerier(try blocks.map { block in try block.querier(window) })
            let hints = SelectHints(startMilliseconds: window.lowerBound, endMilliseconds: window.upperBound)
            let selection = try querier.select(matchers, hints: hints)
            #expect((0..<selection.count).map { selection.labels(at: $0) } == expected.keys.sorted(), "\(matchers)")
            for index in 0..<selection.count {
                let samples = try #require(expected[selection.labels(at: index)])
                var read = SampleColumns()
                // What was in the columns before stays.
                read.append(Int64.max, 5)
                try selection.read(index, window, into: &read)
                #expect(Array(read.timestamps.dropFirst()) == samples.keys.sorted())
                #expect(Array(read.values.dropFirst()) == samples.keys.sorted().map { samples[$0] })
            }
        }
    }

    @Test(arguments: 0..<4 as Range<UInt64>)
    func `label names and values are merged`(seed: UInt64) throws {
        var random = SplitMix(state: seed &+ 50)
        let directory = try TemporaryDirectory()
        let (plain, blocks) = try Self.blocks(directory, &random)
        let querier = MergedQuerier(try blocks.map { block in try block.querier(0...100_000) })
        for _ in 0..<20 {
            let matchers = [try RandomLabels.matcher(&random)]
            let matching = plain.flatMap(\.series).map(\.labels).filter { labels in
                matchers.allSatisfy { $0.matches(labels) }
            }
            #expect(try querier.labelNames(matchers) == Set(matching.flatMap { $0.array.map(\.name) }).sorted())
            let values = Set(matching.compactMap { $0["le"] }).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            #expect(try querier.labelValues("le", matchers) == values)
        }
    }

    @Test func `series that come in no order are put in order`() throws {
        let head = Head(chunkRange: 7_200_000)
        let labels: [Labels] = [["a": "3"], ["a": "1"], ["b": "0"], ["a": "2"]]
        var batch = SampleBatch()
        for (reference, _) in try head.resolve(labels) { batch.append(reference, 150_000, 7) }
        _ = try head.commit(batch)
        let directory = try TemporaryDirectory()
        let plain = PlainBlock([
            (["a": "2"], [[PlainBlock.Sample(timestamp: 1, value: 1)]]),
            (["a": "4"], [[PlainBlock.Sample(timestamp: 1, value: 1)]]),
        ])
        let block = try plain.write(to: directory.path, ulid: .zero)
        let window: ClosedRange<Int64> = 0...1_000_000
        let querier = MergedQuerier([try block.querier(window), HeadQuerier(head: head, window: window)])
        let selection =
            try querier
            .select([], hints: SelectHints(startMilliseconds: 0, endMilliseconds: 1_000_000))
        let order = (0..<selection.count).map { selection.labels(at: $0).description }
        #expect(order == [#"{a="1"}"#, #"{a="2"}"#, #"{a="3"}"#, #"{a="4"}"#, #"{b="0"}"#])
        var samples = SampleColumns()
        try selection.read(1, window, into: &samples)
        #expect(samples.timestamps == [1, 150_000])
    }

    @Test func `rows of two sources alternate, and counters lose what they know of the row before`() {
        func columns(_ rows: [(Int64, Double?)]) -> SampleColumns {
            var columns = SampleColumns()
            for (timestamp, value) in rows {
                if let value {
                    columns.append(timestamp, value)
                } else {
                    var histogram = FloatHistogram()
                    histogram.counterResetHint = .notReset
                    histogram.sum = Double(timestamp)
                    columns.append(timestamp, histogram)
                }
            }
            return columns
        }
        var rows = columns([(1, nil), (2, nil), (4, nil), (8, 8), (2, nil), (3, nil), (4, nil), (5, nil), (9, nil)])
        rows.mergeOverlap(from: 0, at: 4)
        #expect(rows.timestamps == [1, 2, 3, 4, 5, 8, 9])
        #expect(rows.values == [1, 2, 3, 4, 5, 8, 9])
        #expect(rows.histogramRows == [0, 1, 2, 3, 4, 6])
        let hints: [CounterResetHint] = [.notReset, .notReset, .unknown, .unknown, .unknown, .unknown]
        #expect(rows.histograms.map(\.counterResetHint) == hints)
    }
}
