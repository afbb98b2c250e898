import Synchronization

extension Atomic where Value == UInt64 {
    /// Adds to a double that is kept as its bits.
    borrowing func addDouble(_ amount: Double) {
        var bits = load(ordering: .relaxed)
        while true {
            let sum = Double(bitPattern: bits) + amount
            let (exchanged, original) = weakCompareExchange(
                expected: bits,
                desired: sum.bitPattern,
                ordering: .relaxed
            )
            if exchanged { return }
            bits = original
        }
    }
}
