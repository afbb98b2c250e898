import PromQL
import PrometheusModel
import Storage
import Testing
import TestSupport

/// The engine as a whole, over series held in memory.
@Suite struct QueryEngineTests {
    /// Counters of several instances with resets, gaps and stale markers, always the same ones.
    private static let store: MemoryStore = {
        var store = MemoryStore()
        var state: UInt64 = 42
        func random() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 33
        }
        for series in 0..<300 {
            let labels: Labels = [
                "__name__": "requests_total", "instance": "i\(series)", "job": "j\(series % 7)", "le": "\(series % 5)",
            ]
            var value = 0.0
            var samples: [(time: Int64, value: Double)] = []
            for index in 0..<200 {
                if random() % 50 == 0 { value = 0 }
                value += Double(random() % 1000) / 7
                if random() % 20 == 0 { continue }
                let isStale = random() % 90 == 0
                samples.append((Int64(index) * 15_000 + Int64(random() % 300), isStale ? StaleMarker.value : value))
            }
            store.append(labels, samples)
        }
        return store
    }()

    private static let queries = [
        "requests_total", "sum by (job) (rate(requests_total[5m]))", "avg(increase(requests_total[2m]))",
        "max without (instance) (requests_total)", "topk(3, rate(requests_total[1m]))",
        "quantile by (job) (0.9, requests_total)", "stddev by (le) (delta(requests_total[3m] offset 1m))",
        "sum(requests_total) / count(requests_total)", "requests_total > 5 and requests_total < 500",
        "rate(requests_total[5m]) / on (instance) requests_total", "avg_over_time(requests_total[4m:30s])",
        "count_values(\"v\", floor(requests_total / 100))", "requests_total @ 600 + requests_total",
        "max_over_time(requests_total[3m]) - min_over_time(requests_total[3m])", "deriv(requests_total[5m])",
        "sum_over_time(requests_total[10m])", "quantile_over_time(0.5, requests_total[5m])",
    ]

    @Test(arguments: queries)
    func `the answer does not depend on the number of threads`(query: String) async throws {
        var answers: [QueryValue] = []
        for threads in [1, 2, 5] {
            var options = QueryEngineOptions()
            options.threads = threads
            let engine = QueryEngine(options: options)
            answers.append(
                try await engine.range(query, start: 0, end: 3_000_000, step: 7_000, on: Self.store).value
            )
        }
        #expect(answers[0] == answers[1])
        #expect(answers[0] == answers[2])
    }

    @Test(arguments: queries)
    func `a range query answers at each step what an instant query does`(query: String) async throws {
        let engine = QueryEngine(options: QueryEngineOptions())
        let (start, step): (Int64, Int64) = (590_000, 97_000)
        let range = try await engine.range(query, start: start, end: start + 5 * step, step: step, on: Self.store)
        guard case .matrix(let series) = range.value else { return #expect(Bool(false), "not a matrix") }
        for index in 0...5 {
            let time = start + Int64(index) * step
            let instant = try await engine.instant(query, at: time, on: Self.store)
            guard case .vector(let vector) = instant.value else { return #expect(Bool(false), "not a vector") }
            var expected: [Labels: UInt64] = [:]
            for one in series {
                if let position = one.timestamps.firstIndex(of: time) {
                    expected[one.labels] = one.values[position].bitPattern
                }
            }
            var got: [Labels: UInt64] = [:]
            for (labels, value) in zip(vector.labels, vector.values) { got[labels] = value.bitPattern }
            #expect(got == expected, "at \(time)")
        }
    }

    @Test func `a query that would hold too many samples fails in upstream's words`() async {
        var options = QueryEngineOptions()
        options.maximumSamples = 1000
        let engine = QueryEngine(options: options)
        await #expect(throws: PromQLError.tooManySamples) {
            try await engine.range("requests_total", start: 0, end: 3_000_000, step: 15_000, on: Self.store)
        }
        #expect(
            PromQLError.tooManySamples.description
                == "query processing would load too many samples into memory in query execution"
        )
    }

    @Test func `a query whose time is over fails as timed out`() async {
        let engine = QueryEngine(options: QueryEngineOptions())
        await #expect(throws: PromQLError.timeout(stage: "query execution")) {
            try await engine.instant(
                "requests_total",
                at: 0,
                options: QueryOptions(timeoutMilliseconds: 0),
                on: Self.store
            )
        }
    }

    @Test func `a query that does not parse fails as bad data`() async {
        let engine = QueryEngine(options: QueryEngineOptions())
        do {
            _ = try await engine.instant("sum(", at: 0, on: Self.store)
            #expect(Bool(false), "did not fail")
        } catch {
            #expect(error.kind == .badData)
        }
    }

    @Test func `rate extrapolates as in the specification's example`() async throws {
        var store = MemoryStore()
        store.append(["__name__": "x_total"], [(45_000, 10), (60_000, 20), (75_000, 30), (90_000, 5)])
        let engine = QueryEngine(options: QueryEngineOptions())
        let result = try await engine.instant("increase(x_total[1m])", at: 100_000, on: store)
        guard case .vector(let vector) = result.value else { return #expect(Bool(false), "not a vector") }
        #expect(vector.values == [25.0 * (60.0 / 45.0)])
        #expect(vector.labels == [Labels()])
    }
}
