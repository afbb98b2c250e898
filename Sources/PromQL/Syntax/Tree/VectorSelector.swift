package import LabelMatching

/// `http_requests_total{job="api"} @ 1.5 offset 5m`: one sample of each series that passes the matchers.
package struct VectorSelector: Sendable, Hashable {
    /// The metric name written before the braces, or alone in quotes inside them; empty if there is none.
    package var name: String
    /// All conditions, the one on the metric name included (last, if the name stood before the braces).
    package var matchers: [LabelMatcher]
    package var shift = TimeShift()
    /// Whether samples outside the range count as they were before it (`anchored`).
    package var isAnchored = false
    /// Whether values at the range's ends are interpolated (`smoothed`).
    package var isSmoothed = false
    package var position: PositionRange

    package init(name: String, matchers: [LabelMatcher], position: PositionRange) {
        self.name = name
        self.matchers = matchers
        self.position = position
    }
}
