/// What the order of the series that a selector selects is good for.
enum SeriesOrder: Sendable {
    /// The result does not depend on it, or is sorted.
    case irrelevant
    /// The result shows it.
    case shown
    /// It decides which of equal values are chosen.
    case decisive

    /// The same below an aggregation, which gives each group one element.
    var belowFold: SeriesOrder { self == .shown ? .irrelevant : self }
}
