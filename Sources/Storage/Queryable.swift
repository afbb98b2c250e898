/// A place that series can be read from.
///
/// The unit of work is a whole selection, never a sample.
package protocol Queryable: Sendable {
    /// A consistent view of the samples with times in `window`, both ends included.
    func querier(_ window: ClosedRange<Int64>) throws(StorageError) -> any Querier
}
