import PrometheusModel

/// The `k` of `topk`, `bottomk` and `limitk`.
enum CountParameter {
    /// The number of elements to keep.
    static func count(_ value: Double) throws(PromQLError) -> Int {
        if value.isNaN { throw .execution("Parameter value is NaN") }
        if value <= -9_223_372_036_854_775_808 {
            throw .execution("Scalar value \(FloatText.generalString(value)) underflows int64")
        }
        if value >= 9_223_372_036_854_774_784 {
            throw .execution("Scalar value \(FloatText.generalString(value)) overflows int64")
        }
        return Int(value)
    }

    /// The numbers of elements to keep at all steps.
    static func counts(_ column: ScalarColumn, _ grid: StepGrid) throws(PromQLError) -> [Int] {
        var counts: [Int] = []
        counts.reserveCapacity(grid.count)
        for step in 0..<grid.count { counts.append(try count(column[step])) }
        return counts
    }
}
