import LabelMatching
import PrometheusModel
import Storage
import TestSupport
import Testing

@testable import PromQL

/// Answers in slices, against the same answers as a whole.
@Suite struct StreamedQueryTests {
    private static func store(extraLabel: String = "z") -> MemoryStore {
        var store = MemoryStore()
        for series in 0..<120 {
            let samples = (0..<200).filter { ($0 + series) % 17 != 0 }
                .map { (time: Int64($0) * 15_000, value: Double($0 * series % 91)) }
            store.append(["__name__": "m_total", "instance": "i\(series)", extraLabel: "\(series % 3)"], samples)
        }
        return store
    }

    private static func pending(
        _ query: String,
        _ store: MemoryStore,
        options: QueryEngineOptions = QueryEngineOptions()
    ) throws -> PendingQuery {
        let engine = QueryEngine(options: options)
        return try engine.pending(
            try engine.parse(query),
            start: 0,
            end: 3_000_000,
            step: 3000,
            on: store
        )
    }

    private static func collect(_ stream: StreamedQuery) async throws -> (series: [QuerySeries], slices: Int) {
        var (all, slices): ([QuerySeries], Int) = ([], 0)
        while let slice = try await stream.next({ $0 }) {
            all += slice
            slices += 1
        }
        return (all, slices)
    }

    @Test(arguments: [
        "m_total", "rate(m_total[2m])", "m_total * 8", "-m_total", "abs(m_total)", "timestamp(m_total)",
        "max_over_time(m_total{instance!=\"i1\"}[1m]) > 5", "m_total @ 900", "delta(m_total[3m] offset 1m) / 2",
    ])
    func `what depends on single series comes in slices, in order, with the same remarks`(query: String) async throws {
        let whole = try await Self.pending(query, Self.store()).result()
        guard case .matrix(let expected) = whole.value else {
            Issue.record("no matrix")
            return
        }
        let reply = try await Self.pending(query, Self.store()).reply()
        guard case .stream(let stream) = reply else {
            Issue.record("no stream")
            return
        }
        let found = try await Self.collect(stream)
        #expect(found.series == expected)
        #expect(found.slices > 1 || expected.isEmpty)
        let remarks = stream.remarks
        #expect(remarks.annotations.warnings(in: query) == whole.annotations.warnings(in: query))
        #expect(remarks.annotations.infos(in: query) == whole.annotations.infos(in: query))
        #expect(remarks.statistics.totalQueryableSamples == whole.statistics.totalQueryableSamples)
        #expect(remarks.statistics.samplesRead == whole.statistics.samplesRead)
        #expect(try await stream.next { $0 } == nil)
    }

    @Test(arguments: [
        "sum by (instance) (m_total)", "m_total + m_total", "topk(100, m_total)", "rate({instance=~\".+\"}[2m])",
        "label_replace(m_total, \"a\", \"b\", \"\", \"\")", "avg_over_time(m_total[2m:1m])", "absent(m_total)",
        "m_total * scalar(m_total)", "m_total{instance=\"i1\"}", "sort(m_total)",
    ])
    func `other queries are evaluated as a whole`(query: String) async throws {
        guard case .result(let result) = try await Self.pending(query, Self.store()).reply() else {
            Issue.record("a stream")
            return
        }
        #expect(result.value == (try await Self.pending(query, Self.store()).result().value))
    }

    @Test func `a name that does not come first among the labels keeps its query whole`() async throws {
        let store = Self.store(extraLabel: "A")
        guard case .result = try await Self.pending("rate(m_total[2m])", store).reply() else {
            Issue.record("a stream")
            return
        }
        guard case .stream(let stream) = try await Self.pending("m_total", store).reply() else {
            Issue.record("no stream")
            return
        }
        let labels = try await Self.collect(stream).series.map(\.labels)
        #expect(labels == labels.sorted())
        #expect(labels.count == 120)
    }

    @Test func `more samples than the limit are refused before the first slice`() async throws {
        var options = QueryEngineOptions()
        options.maximumSamples = 110_000
        await #expect(throws: PromQLError.tooManySamples) {
            _ = try await Self.pending("m_total", Self.store(), options: options).reply()
        }
    }

    @Test func `a range selector comes in slices`() async throws {
        let engine = QueryEngine(options: QueryEngineOptions())
        let expression = try engine.parse("m_total[50m]")
        let store = Self.store()
        let whole = try await engine.pending(expression, at: 3_000_000, on: store).result()
        guard case .stream(let stream) = try await engine.pending(expression, at: 3_000_000, on: store).reply() else {
            Issue.record("no stream")
            return
        }
        #expect(QueryValue.matrix(try await Self.collect(stream).series) == whole.value)
    }

    @Test func `a storage that fails on the way ends the stream`() async throws {
        let failing = FailingStore(base: Self.store(), first: 60)
        let engine = QueryEngine(options: QueryEngineOptions())
        let pending = try engine.pending(
            try engine.parse("m_total"),
            start: 0,
            end: 3_000_000,
            step: 3000,
            on: failing
        )
        guard case .stream(let stream) = try await pending.reply() else {
            Issue.record("no stream")
            return
        }
        await #expect(throws: PromQLError.storage(.corrupt("here"))) { _ = try await Self.collect(stream) }
    }

    /// A store whose series cannot be read from a position on.
    private struct FailingStore: Queryable, Querier {
        let base: MemoryStore
        let first: Int

        func querier(_ window: ClosedRange<Int64>) throws(StorageError) -> any Querier { self }

        func select(_ matchers: [LabelMatcher], hints: SelectHints) throws(StorageError) -> any SeriesSelection {
            FailingSelection(base: try base.select(matchers, hints: hints), first: first)
        }

        func labelNames(_ matchers: [LabelMatcher]) throws(StorageError) -> [String] { [] }

        func labelValues(_ name: String, _ matchers: [LabelMatcher]) throws(StorageError) -> [String] { [] }
    }

    private struct FailingSelection: SeriesSelection {
        let base: any SeriesSelection
        let first: Int

        var count: Int { base.count }

        func labels(at index: Int) -> Labels { base.labels(at: index) }

        func read(_ index: Int, _ window: ClosedRange<Int64>, into samples: inout SampleColumns) throws(StorageError) {
            guard index < first else { throw .corrupt("here") }
            try base.read(index, window, into: &samples)
        }
    }
}
