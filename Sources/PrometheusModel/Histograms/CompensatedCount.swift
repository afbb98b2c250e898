/// A sum of counts with the rounding errors of its additions kept beside it.
///
/// - Source: A. Neumaier, Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen, 1974.
struct CompensatedCount {
    private(set) var sum: Double
    private(set) var compensation = 0.0

    init(_ sum: Double) { self.sum = sum }

    var value: Double { compensation == 0 ? sum : sum + compensation }

    mutating func add(_ other: Double) {
        let total = sum + other
        if total.isInfinite {
            compensation = 0
        } else if abs(sum) >= abs(other) {
            compensation += (sum - total) + other
        } else {
            compensation += (other - total) + sum
        }
        sum = total
    }

    /// Adds or subtracts a sum with its own rounding errors.
    mutating func add(_ other: CompensatedCount, isNegated: Bool = false) {
        add(isNegated ? -other.sum : other.sum)
        if other.compensation != 0 { add(isNegated ? -other.compensation : other.compensation) }
    }

    mutating func scale(_ change: (Double) -> Double) {
        sum = change(sum)
        compensation = change(compensation)
    }
}
