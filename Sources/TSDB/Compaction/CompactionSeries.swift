internal import Chunks

/// A series on its way into a block: what it is called, its chunks, and what of it is deleted.
struct CompactionSeries: Sendable {
    /// The numbers of its label names and values in turn.
    var symbols: [UInt32] = []
    /// In the order of their times.
    var chunks = EncodedChunks()
    /// Closed intervals of time whose samples are not to be copied, ascending.
    var deleted: [ClosedRange<Int64>] = []

    init() {}

    /// Whether the label set comes before, is, or comes behind another one: negative, zero or positive.
    func compareLabels(with other: borrowing CompactionSeries) -> Int {
        let (mine, theirs) = (symbols.span, other.symbols.span)
        for index in 0..<min(mine.count, theirs.count) where mine[index] != theirs[index] {
            return mine[index] < theirs[index] ? -1 : 1
        }
        return mine.count - theirs.count
    }
}
