/// A place that series can be read from.
///
/// The unit of work is a whole selection, never a sample.
package protocol Queryable: Sendable {
    /// A consistent view of the samples with times in `window`, both ends included.
    func querier(_ window: ClosedRange<Int64>) throws(StorageError) -> any Querier

    /// Whether other machines may have to be asked, which takes more time than a thread can wait.
    ///
    /// `gathering` asks them; a querier of the place itself knows what is here only.
    var asksOthers: Bool { get }

    /// What the user should know about names and values of labels, for which other machines are not asked.
    func labelWarnings(_ window: ClosedRange<Int64>) -> [String]

    /// The same place with the answers of other machines to `questions`, which a querier of `window` is asked next.
    ///
    /// What failed, or took until `deadline`, is told by the selections' warnings.
    func gathering(
        _ questions: [SelectionQuestion],
        _ window: ClosedRange<Int64>,
        until deadline: ContinuousClock.Instant
    ) async -> any Queryable
}

extension Queryable {
    package var asksOthers: Bool { false }

    package func labelWarnings(_ window: ClosedRange<Int64>) -> [String] { [] }

    package func gathering(
        _ questions: [SelectionQuestion],
        _ window: ClosedRange<Int64>,
        until deadline: ContinuousClock.Instant
    ) async -> any Queryable { self }
}
