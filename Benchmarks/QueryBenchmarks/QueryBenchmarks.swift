import PrometheusModel
import PromQL
import Storage
import TestSupport

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Measures queries over series held in memory: `QueryBenchmarks [SERIES [SAMPLES]]`.
@main
enum QueryBenchmarks {
    static func main() async throws { try await run(CommandLine.arguments.dropFirst().compactMap { Int($0) }) }

    nonisolated static func run(_ arguments: [Int]) async throws {
        let series = arguments.first ?? 10_000
        let samples = arguments.count > 1 ? arguments[1] : 1440
        let store = Self.store(series, samples)
        let end = Int64(samples) * 15_000
        for threads in [1, 2] {
            var options = QueryEngineOptions()
            options.threads = threads
            let engine = QueryEngine(options: options)
            for step in [Int64(15_000), 60_000] {
                for query in queries {
                    let (before, start) = (cpuSeconds(), ContinuousClock.now)
                    _ = try await engine.range(query, start: 0, end: end, step: step, on: store)
                    let cpu = cpuSeconds() - before
                    let wall = (ContinuousClock.now - start) / .seconds(1)
                    let each = cpu / Double(series * samples) * 1e9
                    print("\(threads) threads, step \(step / 1000) s: \(each) ns CPU a sample, \(wall) s: \(query)")
                }
            }
        }
    }

    private static let queries = [
        "sum by (job) (rate(m_total[5m]))", "sum by (job) (m_total)", "rate(m_total[5m])", "m_total",
        "histogram_quantile(0.9, sum by (le) (rate(m_total[5m])))", "m_total / m_total",
        "sum by (job) (avg_over_time(m_total[5m]))", "max(max_over_time(m_total[1h]))", "topk(5, rate(m_total[5m]))",
    ]

    nonisolated private static func store(_ series: Int, _ samples: Int) -> MemoryStore {
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

    nonisolated private static func cpuSeconds() -> Double {
        var usage = rusage()
        // Safe: the structure is only written while the call runs.
        unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }
}
