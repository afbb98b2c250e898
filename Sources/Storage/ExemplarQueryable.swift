package import LabelMatching

/// A place that exemplars can be read from.
package protocol ExemplarQueryable: Sendable {
    /// The exemplars in `window` (both ends included) of the series that pass all matchers of at least one of the
    /// `selectors`, by series in the order of their label sets.
    func exemplars(
        _ window: ClosedRange<Int64>,
        _ selectors: [[LabelMatcher]]
    ) throws(StorageError) -> [SeriesExemplars]
}
