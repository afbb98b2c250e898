import PrometheusModel
import Testing
import TestSupport

@testable import PromQL

/// The engine against the obvious way to evaluate, step by step, over random series and queries.
@Suite struct ReferenceTests {
    private static let engine: QueryEngine = {
        var options = QueryEngineOptions()
        options.parser = .everything
        options.usesStartTimestamps = true
        return QueryEngine(options: options)
    }()

    @Test(arguments: 0..<UInt64(64))
    func `random queries answer as the reference does`(seed: UInt64) async throws {
        let series = RandomSeries.all(seed: seed / 4).sorted { $0.packed < $1.packed }
        let store = RandomSeries.store(series)
        var query = RandomQuery(random: SeededGenerator(seed: seed &* 977 &+ 5))
        for round in 0..<25 {
            let depth = 1 + round % 4
            let text = round % 2 == 0 ? query.vector(depth) : query.exactVector(depth)
            let start = Int64(query.random.next() % 1_500_000) + 300_000
            let grid = StepGrid(
                start: start,
                end: start + Int64(query.random.next() % 800_000),
                step: query.random.pick([7000, 30_000, 61_001, 400_000])
            )
            try await compare(text, grid, series, store)
        }
    }

    private func compare(
        _ text: String,
        _ grid: StepGrid,
        _ series: [ReferenceSeries],
        _ store: MemoryStore
    ) async throws {
        let expression = try Self.engine.parse(text)
        // Every step of a fine grid would take the reference too long.
        let stride = max(1, grid.count / 15)
        var expected: [Int64: [[String: String]: Double]]? = [:]
        let reference = ReferenceEvaluator(series: series, queryStart: grid.start, queryEnd: grid.last)
        do {
            for step in 0..<grid.count where step % stride == 0 {
                let elements = try reference.vector(expression, grid[step])
                expected?[grid[step]] = Dictionary(uniqueKeysWithValues: elements.map { ($0.labels, $0.value) })
            }
        } catch ReferenceError.fails {
            expected = nil
        }
        var actual: QueryValue?
        do throws(PromQLError) {
            let result = try await Self.engine.range(
                expression,
                start: grid.start,
                end: grid.last,
                step: grid.step,
                on: store
            )
            actual = result.value
        } catch {
            guard case .execution = error else { throw error }
        }
        guard let expected else { return #expect(actual == nil, "should fail: \(text) \(grid)") }
        guard case .matrix(let matrix)? = actual else {
            // A step that the reference left out may be the one that fails, or one between the windows of a subquery.
            return #expect(stride > 1 || text.contains(":"), "should not fail: \(text) \(grid)")
        }
        #expect(Set(matrix.map(\.labels)).count == matrix.count, "labels are there twice: \(text) \(grid)")
        for (time, elements) in expected { check(matrix, at: time, elements, text, grid) }
        try await compareInstants(text, grid, expected, store)
    }

    /// At one time alone the answer is the same, unless the query looks at where its range starts and ends.
    private func compareInstants(
        _ text: String,
        _ grid: StepGrid,
        _ expected: [Int64: [[String: String]: Double]],
        _ store: MemoryStore
    ) async throws {
        guard !text.contains("start()"), !text.contains("end()"), let (time, elements) = expected.first else { return }
        guard case .vector(let vector) = try await Self.engine.instant(text, at: time, on: store).value else {
            Issue.record("no vector: \(text)")
            return
        }
        let matrix = zip(vector.labels, vector.values).map {
            QuerySeries(labels: $0, timestamps: [time], values: [$1])
        }
        check(matrix, at: time, elements, text, StepGrid(at: time))
    }

    private func check(
        _ matrix: [QuerySeries],
        at time: Int64,
        _ expected: [[String: String]: Double],
        _ text: String,
        _ grid: StepGrid
    ) {
        var actual: [[String: String]: Double] = [:]
        for series in matrix {
            guard let index = series.timestamps.firstIndex(of: time) else { continue }
            let labels = Dictionary(uniqueKeysWithValues: series.labels.array.map { ($0.name, $0.value) })
            actual[labels] = series.values[index]
        }
        #expect(Set(actual.keys) == Set(expected.keys), "\(text) at \(time) of \(grid)")
        for (labels, value) in actual {
            guard let other = expected[labels] else { continue }
            #expect(Self.isClose(value, other), "\(value), not \(other): \(text) \(labels) at \(time) of \(grid)")
        }
    }

    private static func isClose(_ first: Double, _ second: Double) -> Bool {
        if first.isNaN || second.isNaN { return first.isNaN && second.isNaN }
        if first == second { return true }
        return abs(first - second) <= 1e-7 * max(1, abs(first), abs(second))
    }
}
