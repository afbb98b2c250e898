/// Equality of numbers that were calculated on different ways.
package enum AlmostEqual {
    /// The least positive normal number.
    private static let leastNormal = Double.leastNormalMagnitude

    /// Whether the relative difference is below `tolerance`; NaN is NaN, but a stale marker only a stale marker.
    package static func holds(_ first: Double, _ second: Double, _ tolerance: Double) -> Bool {
        if first.isAbsent || second.isAbsent { return first.isAbsent && second.isAbsent }
        if first.isNaN && second.isNaN || first == second { return true }
        let sum = abs(first) + abs(second)
        let difference = abs(first - second)
        if first == 0 || second == 0 || sum < leastNormal { return difference < tolerance * leastNormal }
        return difference / min(sum, .greatestFiniteMagnitude) < tolerance
    }
}
