internal import Storage

/// Walks series in the order of their label sets, with the chunks that each has: a block, or a window of the head.
///
/// First all texts of labels, each of which is given a number, then all series with the numbers of their texts. Numbers
/// ascend like the texts' bytes, so that label sets are compared by number. One thread at a time.
protocol SeriesCursor: AnyObject {
    /// Fills `text` with the next name or value of a label, in the order of their bytes; `false` at the end.
    ///
    /// There may be more than the series carry.
    func nextSymbol(_ text: inout [UInt8]) throws(StorageError) -> Bool

    /// Says which number the last text has.
    func number(_ symbol: UInt32)

    /// Fills `series` with the next series that has chunks in `window`; `false` at the end.
    func next(_ series: inout CompactionSeries, _ window: ClosedRange<Int64>) throws(StorageError) -> Bool

    /// The label set of the last series, for messages.
    var labelText: String { get }
}
