import PrometheusModel
import TestSupport
import Testing

@testable import PromQL

/// What the user is told of native histograms, and where it points to; as the real server does.
@Suite struct HistogramAnnotationTests {
    private let engine = QueryEngine(options: QueryEngineOptions())

    private func histogram(_ text: String) throws -> FloatHistogram { try HistogramLiteral(text).histogram }

    /// A series of floats and histograms in turn, and a gauge.
    private func store() throws -> MemoryStore {
        var store = MemoryStore()
        var mixed = SampleColumns()
        var gauge = SampleColumns()
        for minute in 0..<Int64(10) {
            if minute % 2 == 0 {
                mixed.append(minute * 60_000, Double(minute))
            } else {
                mixed.append(minute * 60_000, try histogram("{{count:4 sum:5 buckets:[1 2 1]}}"))
            }
            gauge.append(minute * 60_000, try histogram("{{count:1 sum:1 buckets:[1] counter_reset_hint:gauge}}"))
        }
        store.append(["__name__": "mixed"], mixed)
        store.append(["__name__": "gauge"], gauge)
        return store
    }

    private static let mix = "encountered a mix of histograms and floats"
    private static let ignored = "ignored histograms in a range containing both floats and histograms"

    @Test(arguments: [
        ("rate(mixed[5m])", "PromQL warning: \(mix) for metric name \"mixed\" (1:6)"),
        ("rate(mixed[5m:1m])", "PromQL warning: \(mix) for metric name \"mixed\" (1:1)"),
        ("idelta(mixed[5m])", "PromQL warning: \(mix) for metric name \"mixed\" (1:8)"),
        ("sum({__name__=~\"mixed|gauge\"} offset 1m)", "PromQL warning: \(mix) for aggregation (1:5)"),
        ("quantile_over_time(0.5, mixed[5m])", "PromQL info: \(ignored) for metric name \"mixed\" (1:20)"),
        ("max_over_time(mixed[5m])", "PromQL info: \(ignored) for metric name \"mixed\" (1:15)"),
        ("min(gauge)", "PromQL info: ignored histogram in min aggregation (1:5)"),
        ("topk(1, gauge)", "PromQL info: ignored histogram in topk aggregation (1:1)"),
        ("rate(gauge[5m])", "PromQL warning: this native histogram metric is not a counter: \"gauge\" (1:6)"),
        ("count_over_time(mixed[5m])", nil),
        (
            "1 + gauge",
            "PromQL info: incompatible sample types encountered for binary operator \"+\": float + histogram (1:1)"
        ),
        (
            "gauge > bool gauge",
            "PromQL info: incompatible sample types encountered for binary operator \">\": histogram > histogram (1:1)"
        ),
    ])
    func `a query tells what it came upon`(query: String, expected: String?) async throws {
        let result = try await engine.instant(query, at: 540_000, on: store())
        let told = result.annotations.warnings(in: query) + result.annotations.infos(in: query)
        #expect(told == (expected.map { [$0] } ?? []))
    }

    @Test func `an end of a series is no reset of its counter`() async throws {
        var samples = SampleColumns()
        var stale = FloatHistogram()
        stale.sum = StaleMarker.value
        samples.append(60_000, try histogram("{{schema:1 count:4 sum:6 buckets:[2 2]}}"))
        samples.append(120_000, stale)
        samples.append(180_000, try histogram("{{schema:1 count:8 sum:18 buckets:[4 4]}}"))
        var store = MemoryStore()
        store.append(["__name__": "h"], samples)
        let result = try await engine.instant("histogram_avg(increase(h[5m]))", at: 240_000, on: store)
        guard case .vector(let vector) = result.value else { return #expect(Bool(false), "not a vector") }
        #expect(vector.values == [3])
    }
}
