import PrometheusModel
import Testing
import TestSupport

@testable import PromQL

/// Answers that were found to differ from the real server's, by comparing random queries.
@Suite struct RealServerTests {
    private static let engine: QueryEngine = {
        var options = QueryEngineOptions()
        options.parser = .everything
        return QueryEngine(options: options)
    }()

    private static let store: MemoryStore = {
        var store = MemoryStore()
        store.append(["__name__": "gauge"], [(0, 1), (60_000, 5)])
        store.append(["__name__": "late"], [(900_000, 1)])
        return store
    }()

    private func ask(_ query: String) async throws(PromQLError) -> QueryResult {
        try await Self.engine.instant(query, at: 90_000, on: Self.store)
    }

    @Test(arguments: [
        ("year(vector(NaN))", 292_277_026_596), ("hour(vector(Inf))", 15), ("minute(vector(-Inf))", 30),
        ("day_of_week(vector(1e21))", 0), ("month(vector(NaN))", 12), ("day_of_year(vector(NaN))", 339),
        ("day_of_month(vector(1e300))", 4), ("year(vector(-1))", 1969), ("hour(vector(-0.5))", 0),
    ])
    func `a time that is none lies at the end of time`(query: String, expected: Double) async throws {
        let value = try await ask(query).value
        guard case .vector(let vector) = value else {
            Issue.record("no vector: \(value)")
            return
        }
        #expect(vector.values == [expected])
    }

    @Test(arguments: [
        "irate(gauge[5m])", "quantile_over_time(2, late[5m])", "quantile_over_time(2, nothing[5m])",
        "double_exponential_smoothing(nothing[5m], 2, 0.5)", "double_exponential_smoothing(late[1m], 2, 0.5)",
    ])
    func `nobody complains of what is not used`(query: String) async throws {
        let annotations = try await ask(query).annotations
        #expect(annotations.isEmpty)
    }

    @Test(arguments: [
        (
            "double_exponential_smoothing(gauge[5m], 1.5, 0.5)",
            "invalid smoothing factor. Expected: 0 < sf < 1, got: 1.500000"
        ),
        (
            "double_exponential_smoothing(gauge[5m], 0.5, 1)",
            "invalid trend factor. Expected: 0 < tf < 1, got: 1.000000"
        ),
        ("double_exponential_smoothing(gauge[1m], NaN, 1)", "invalid smoothing factor. Expected: 0 < sf < 1, got: NaN"),
    ])
    func `smoothing factors out of range are refused where there are samples`(query: String, text: String) async throws
    {
        await #expect(throws: PromQLError.execution(text)) { try await ask(query) }
    }

    @Test func `an argument is evaluated even if nothing of it is chosen`() async throws {
        let result = try await ask("bottomk(0, quantile_over_time(7, gauge[5m]))")
        #expect(
            result.annotations.warnings(in: "bottomk(0, quantile_over_time(7, gauge[5m]))")
                == ["PromQL warning: quantile value should be between 0 and 1, got 7 (1:31)"]
        )
    }

    @Test func `of ratios out of range the farthest is told once`() async throws {
        let query = "limit_ratio(time() / 30, gauge)"
        let result = try await Self.engine.range(query, start: 0, end: 90_000, step: 30_000, on: Self.store)
        #expect(
            result.annotations.warnings(in: query)
                == ["PromQL warning: ratio value should be between -1 and 1, got 3, capping to 1 (1:13)"]
        )
    }

    @Test func `what is chosen in a subquery of an instant query is chosen at each of its steps`() async throws {
        guard case .vector(let vector) = try await ask("count_over_time(topk(1, gauge)[90s:30s])").value else {
            Issue.record("no vector")
            return
        }
        #expect(vector.values == [3])
    }
}
