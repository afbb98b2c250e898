import PrometheusExposition
import Synchronization

/// Counts observations in buckets, so that quantiles can be computed over many instances.
public final class Histogram: Sendable {
    private struct State {
        /// Observations by bucket, not cumulative; the last is the bucket of infinity.
        var counts: [UInt64]
        var sum = 0.0
    }

    private let bounds: [Double]
    private let state: Mutex<State>

    init(_ buckets: HistogramBuckets) {
        bounds = buckets.bounds
        state = Mutex(State(counts: Array(repeating: 0, count: buckets.bounds.count + 1)))
    }

    /// Counts `value` in the first bucket whose bound is not below it; NaN is not counted.
    ///
    /// - Complexity: O(log *n*) in the number of buckets; one lock, no allocation.
    public func observe(_ value: Double) {
        guard !value.isNaN else { return }
        let bucket = bucketIndex(of: value)
        state.withLock { state in
            state.counts[bucket] &+= 1
            state.sum += value
        }
    }

    /// Observes the seconds that `work` takes, also when it throws.
    public func time<Result, Failure: Error>(_ work: () async throws(Failure) -> Result) async throws(Failure) -> Result
    {
        let start = SystemClock.monotonicSeconds()
        defer { observe(SystemClock.monotonicSeconds() - start) }
        return try await work()
    }

    /// Observes the seconds that synchronous `work` takes, also when it throws.
    public func time<Result, Failure: Error>(_ work: () throws(Failure) -> Result) throws(Failure) -> Result {
        let start = SystemClock.monotonicSeconds()
        defer { observe(SystemClock.monotonicSeconds() - start) }
        return try work()
    }

    /// The number of observations.
    public var count: UInt64 { state.withLock { $0.counts.reduce(0, &+) } }

    /// The sum of the observed values.
    public var sum: Double { state.withLock { $0.sum } }

    private func bucketIndex(of value: Double) -> Int {
        var low = 0
        var high = bounds.count
        while low < high {
            let middle = (low + high) / 2
            if value <= bounds[middle] { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

extension Histogram: MetricChild {
    var exposedValue: ExposedValue {
        let (counts, sum) = state.withLock { ($0.counts, $0.sum) }
        var cumulative: [UInt64] = []
        var total: UInt64 = 0
        for count in counts {
            total &+= count
            cumulative.append(total)
        }
        cumulative.removeLast()
        return .histogram(bounds: bounds, counts: cumulative, count: total, sum: sum)
    }
}
