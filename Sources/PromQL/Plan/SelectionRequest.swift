import LabelMatching
import Storage

/// What a plan needs from the storage for one selector.
struct SelectionRequest: Sendable {
    let matchers: [LabelMatcher]
    /// The times of all samples that may be looked at, both ends included.
    let window: ClosedRange<Int64>
    let hints: SelectHints
}
