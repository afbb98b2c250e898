import PrometheusExposition
import Synchronization
import Testing

@testable import PrometheusClient

@Suite struct MetricTests {
    @Test func `a counter never falls and keeps whole amounts exact`() throws {
        let counter = Counter()
        counter.increment()
        counter.increment(by: 0.25)
        counter.increment(by: -3)
        counter.increment(by: -0.5)
        counter.increment(by: Double.nan)
        counter.increment(by: 4.0)
        #expect(counter.value == 5.25)
    }

    @Test func `additions from many tasks are all counted`() async throws {
        let (counter, gauge, histogram) = (Counter(), Gauge(), Histogram(.standard))
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<1000 {
                        counter.increment()
                        counter.increment(by: 0.5)
                        gauge.increment()
                        histogram.observe(1)
                    }
                }
            }
        }
        #expect(counter.value == 12_000)
        #expect(gauge.value == 8000)
        #expect(histogram.count == 8000)
    }

    @Test func `bucket bounds are inclusive and the last bucket is the count`() throws {
        let histogram = Histogram([1, 2])
        for value in [0.5, 1, 1.5, 2, 3, -.infinity, .nan] { histogram.observe(value) }
        #expect(histogram.exposedValue == .histogram(bounds: [1, 2], counts: [3, 5], count: 6, sum: -.infinity))
    }

    @Test(arguments: [[2.0, 1], [1, 1], [.nan], [1, .infinity, 2]])
    func `bounds that do not ascend are refused`(bounds: [Double]) {
        #expect(throws: RegistrationError.self) { try HistogramBuckets(bounds) }
    }

    @Test func `bucket series grow as asked`() {
        #expect(HistogramBuckets.exponential(start: 100, factor: 10, count: 3).bounds == [100, 1000, 10000])
        #expect(HistogramBuckets.linear(start: 1, width: 2, count: 3).bounds == [1, 3, 5])
    }

    @Test(arguments: [1, 7, 3001])
    func `quantiles are within their objectives' error`(stride: Int) {
        let summary = Summary(.extended, monotonicSeconds: { 0 })
        let count = 10_000
        for index in 0..<count { summary.observe(Double((index * stride) % count)) }
        for target in SummaryObjectives.extended.targets {
            let rank = summary.value(at: target.quantile) / Double(count)
            #expect(abs(rank - target.quantile) <= target.error + 1e-3, "quantile \(target.quantile) is at \(rank)")
        }
    }

    @Test func `observations leave the window but stay in sum and count`() {
        let now = Mutex(0.0)
        let summary = Summary(.standard, monotonicSeconds: { now.withLock { $0 } })
        summary.observe(3)
        #expect(summary.value(at: 0.5) == 3)
        now.withLock { $0 = 590 }
        #expect(summary.value(at: 0.5) == 3)
        summary.observe(5)
        now.withLock { $0 = 610 }
        #expect(summary.value(at: 0.5) == 5)
        now.withLock { $0 = 5000 }
        #expect(summary.value(at: 0.5).isNaN)
        #expect(summary.count == 2)
        #expect(summary.sum == 8)
    }
}
