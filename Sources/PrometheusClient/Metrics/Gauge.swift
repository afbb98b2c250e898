import PrometheusExposition
import Synchronization

/// A value that goes up and down: a temperature, a queue's length, requests in progress.
public final class Gauge: Sendable {
    private let bits = Atomic<UInt64>(0)

    init() {}

    /// The present value; NaN and the infinities are allowed.
    public var value: Double { Double(bitPattern: bits.load(ordering: .relaxed)) }

    /// Replaces the value.
    public func set(_ value: Double) { bits.store(value.bitPattern, ordering: .relaxed) }

    /// Replaces the value by a whole number.
    public func set(_ value: Int) { set(Double(value)) }

    /// Adds `amount`, which may be negative.
    public func increment(by amount: Double = 1) { bits.addDouble(amount) }

    /// Subtracts `amount`.
    public func decrement(by amount: Double = 1) { bits.addDouble(-amount) }

    /// Sets the value to the seconds since the Unix epoch.
    public func setToCurrentTime() { set(SystemClock.unixSeconds()) }

    /// Adds one while `work` runs.
    public func track<Result, Failure: Error>(_ work: () async throws(Failure) -> Result) async throws(Failure)
        -> Result
    {
        increment()
        defer { decrement() }
        return try await work()
    }
}

extension Gauge: MetricChild {
    var exposedValue: ExposedValue { .single(value) }
}
