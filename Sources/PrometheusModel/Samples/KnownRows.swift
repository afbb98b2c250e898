/// Of how many of the first rows of columns something is known without looking at each.
package struct KnownRows: Sendable {
    /// Rows whose times are evenly spaced.
    package internal(set) var even = 0
    /// Rows that are floats and no NaN, so no stale markers either.
    package internal(set) var numbers = 0
    /// Rows none of which is below the one before it.
    package internal(set) var rising = 0

    package init() {}

    mutating func cut(to count: Int) {
        even = min(even, count)
        numbers = min(numbers, count)
        rising = min(rising, count)
    }
}
