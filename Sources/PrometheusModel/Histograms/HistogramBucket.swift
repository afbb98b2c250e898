/// One bucket of a native histogram with its bounds.
package struct HistogramBucket: Sendable, Hashable {
    package var lower: Double
    package var upper: Double
    package var includesLower: Bool
    package var includesUpper: Bool
    package var count: Double

    package init(lower: Double, upper: Double, includesLower: Bool, includesUpper: Bool, count: Double) {
        self.lower = lower
        self.upper = upper
        self.includesLower = includesLower
        self.includesUpper = includesUpper
        self.count = count
    }

    /// The number by which the API says which bounds belong to the bucket: 0 `(]`, 1 `[)`, 2 `()`, 3 `[]`.
    package var boundaryRule: Int {
        includesLower ? (includesUpper ? 3 : 1) : (includesUpper ? 0 : 2)
    }
}
