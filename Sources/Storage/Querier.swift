package import LabelMatching

/// A consistent view of a store over a window of time.
///
/// Safe to use from several threads.
package protocol Querier: Sendable {
    /// The series that pass all `matchers` and may have samples in the window.
    func select(_ matchers: [LabelMatcher], hints: SelectHints) throws(StorageError) -> any SeriesSelection

    /// The names of all labels of the series that pass `matchers` (all series if there are none), sorted as bytes.
    func labelNames(_ matchers: [LabelMatcher]) throws(StorageError) -> [String]

    /// The distinct values of label `name` of the series that pass `matchers`, sorted as bytes.
    func labelValues(_ name: String, _ matchers: [LabelMatcher]) throws(StorageError) -> [String]

    /// The names of all labels, if they are at hand without any work.
    var knownLabelNames: [String]? { get }

    /// The values of a label, if they are at hand without any work.
    func knownLabelValues(_ name: String) -> [String]?
}

extension Querier {
    package var knownLabelNames: [String]? { nil }

    package func knownLabelValues(_ name: String) -> [String]? { nil }
}
