import PrometheusExposition
import Synchronization

/// A value that only grows: requests served, bytes sent, errors.
///
/// Every operation is one relaxed atomic addition. Keep the counter of a label set in a constant where it is hot.
public final class Counter: Sendable {
    /// The sum of the whole amounts; exact beyond 2⁵³.
    private let whole = Atomic<UInt64>(0)
    /// The sum of the other amounts, as the bits of a double.
    private let fraction = Atomic<UInt64>(0)

    init() {}

    /// Adds one.
    public func increment() { whole.wrappingAdd(1, ordering: .relaxed) }

    /// Adds a whole amount.
    ///
    /// A negative amount is a mistake of the caller: it changes nothing.
    public func increment(by amount: Int) {
        guard amount > 0 else { return }
        whole.wrappingAdd(UInt64(amount), ordering: .relaxed)
    }

    /// Adds any amount; a negative amount or NaN changes nothing.
    public func increment(by amount: Double) {
        guard amount > 0 else { return }
        if amount < 0x1p53, amount == amount.rounded(.towardZero) {
            whole.wrappingAdd(UInt64(amount), ordering: .relaxed)
        } else {
            fraction.addDouble(amount)
        }
    }

    /// What was added so far.
    public var value: Double {
        Double(whole.load(ordering: .relaxed)) + Double(bitPattern: fraction.load(ordering: .relaxed))
    }
}

extension Counter: MetricChild {
    var exposedValue: ExposedValue { .single(value) }
}
