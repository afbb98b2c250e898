import PrometheusModel
import PromQL
import Storage
import TestSupport

/// Queries over series held in plain arrays.
enum PlainDataBenchmark {
    static func run(series: Int, samples: Int) async throws {
        let store = Self.store(series, samples)
        let end = Int64(samples) * 15_000
        for threads in [1, 2] {
            var options = QueryEngineOptions()
            options.threads = threads
            let engine = QueryEngine(options: options)
            for step in [Int64(15_000), 60_000] {
                for query in queries {
                    let measured = try await WorkCost.average {
                        _ = try await engine.range(query, start: 0, end: end, step: step, on: store)
                    }
                    let each = measured.cpuMilliseconds / Double(series * samples) * 1e6
                    print("\(threads) threads, step \(step / 1000) s: \(each) ns CPU a sample: \(query)")
                }
            }
        }
    }

    private static let queries = [
        "sum by (job) (rate(m_total[5m]))", "sum by (job) (m_total)", "rate(m_total[5m])", "m_total",
        "histogram_quantile(0.9, sum by (le) (rate(m_total[5m])))", "m_total / m_total",
        "sum by (job) (avg_over_time(m_total[5m]))", "max(max_over_time(m_total[1h]))", "topk(5, rate(m_total[5m]))",
    ]

    private static func store(_ series: Int, _ samples: Int) -> MemoryStore {
        var store = MemoryStore()
        for index in 0..<series {
            let digits = String(index + 100_000)
            let labels: Labels = [
                "__name__": "m_total", "instance": "host-\(digits)", "job": "job-\(index % 20)", "le": "\(index % 12)",
            ]
            var column: [(time: Int64, value: Double)] = []
            column.reserveCapacity(samples)
            for sample in 0..<samples { column.append((Int64(sample) * 15_000, Double(sample * (index % 9 + 1)))) }
            store.append(labels, column)
        }
        return store
    }
}
