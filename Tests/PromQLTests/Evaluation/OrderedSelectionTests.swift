import LabelMatching
import PrometheusModel
import Storage
import Testing
import TestSupport

@testable import PromQL

@Suite struct OrderedSelectionTests {
    /// A store that gives its series the wrong way round.
    private struct BackwardStore: Queryable, Querier {
        let store: MemoryStore

        struct Selection: SeriesSelection {
            let base: any SeriesSelection
            var count: Int { base.count }
            func labels(at index: Int) -> Labels { base.labels(at: count - 1 - index) }
            func read(
                _ index: Int,
                _ window: ClosedRange<Int64>,
                into samples: inout SampleColumns
            ) throws(StorageError) {
                try base.read(count - 1 - index, window, into: &samples)
            }
        }

        func querier(_ window: ClosedRange<Int64>) throws(StorageError) -> any Querier { self }
        func select(_ matchers: [LabelMatcher], hints: SelectHints) throws(StorageError) -> any SeriesSelection {
            Selection(base: try store.select(matchers, hints: hints))
        }
        func labelNames(_ matchers: [LabelMatcher]) throws(StorageError) -> [String] { try store.labelNames(matchers) }
        func labelValues(_ name: String, _ matchers: [LabelMatcher]) throws(StorageError) -> [String] {
            try store.labelValues(name, matchers)
        }
    }

    private static let store: BackwardStore = {
        var store = MemoryStore()
        for i in 0..<5 { store.append(["__name__": "x", "i": "\(i)"], [(0, i < 4 ? 1 : Double(i))]) }
        return BackwardStore(store: store)
    }()

    @Test(arguments: [
        ("x", ["0", "1", "2", "3", "4"]), ("x * 2", ["0", "1", "2", "3", "4"]), ("limitk(2, x)", ["0", "1"]),
        ("topk(2, x)", ["4", "1"]), ("bottomk(2, x)", ["0", "1"]), ("topk(1, sum by (i) (x < 2))", ["0"]),
    ])
    func `elements come, and equal ones are chosen, in the order of their labels`(
        query: String,
        expected: [String]
    ) async throws {
        var options = QueryEngineOptions()
        options.parser = .everything
        let value = try await QueryEngine(options: options).instant(query, at: 0, on: Self.store).value
        guard case .vector(let vector) = value else {
            Issue.record("no vector: \(value)")
            return
        }
        #expect(vector.labels.map { $0["i"] } == expected)
    }
}
