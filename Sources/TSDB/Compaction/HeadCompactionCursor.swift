internal import Chunks
internal import PrometheusBytes
internal import PrometheusModel
internal import Storage
internal import Synchronization

/// Walks a window of the head for compaction.
final class HeadCompactionCursor: SeriesCursor {
    private let walk: HeadWalk
    private var texts: LabelTexts
    private var position = 0
    /// The numbers of the texts in the new block.
    private var numbers: [UInt32] = []
    private var labels = Labels()

    /// Walks all series, or those that `isWanted` accepts.
    convenience init(_ head: Head, _ window: ClosedRange<Int64>, only isWanted: (UInt32) -> Bool = { _ in true }) {
        self.init(head, HeadWalk(head: head, window: window, only: isWanted))
    }

    /// Walks the chunks below a number whose samples came out of order.
    convenience init(lateOf head: Head, _ window: ClosedRange<Int64>, below number: UInt64 = .max) {
        self.init(head, HeadWalk(lateOf: head, window: window, below: number))
    }

    private init(_ head: Head, _ walk: HeadWalk) {
        // The walk first: series that come later may bring texts that are not needed, and not the other way round.
        self.walk = walk
        texts = head.index.withReadLock { LabelTexts($0.labels) }
        texts.sort()
        numbers.reserveCapacity(texts.count)
    }

    func nextSymbol(_ text: inout [UInt8]) -> Bool {
        guard position < texts.count else { return false }
        text.removeAll(keepingCapacity: true)
        text.append(texts[position])
        position += 1
        return true
    }

    func number(_ symbol: UInt32) { numbers.append(symbol) }

    func next(_ series: inout CompactionSeries, _ window: ClosedRange<Int64>) throws(StorageError) -> Bool {
        guard try walk.next(&labels, &series.chunks) else { return false }
        series.deleted = walk.deleted
        series.symbols.removeAll(keepingCapacity: true)
        let packed = labels.packed
        let bytes = packed.rawSpan
        var cursor = labels.cursor()
        while cursor.next() {
            for range in [cursor.name, cursor.value] {
                guard let text = texts.position(of: bytes.extracting(range)) else {
                    throw .corrupt("series \(labels) in the head has a label that the head does not know")
                }
                series.symbols.append(numbers[text])
            }
        }
        return true
    }

    var labelText: String { "\(labels)" }
}
