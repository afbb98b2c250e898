package import Chunks
internal import PrometheusBytes
package import PrometheusModel
package import Storage
internal import Synchronization

/// Walks the series of the head in the order of their label sets, each with its chunks that overlap a window of time.
///
/// Ingestion and queries go on meanwhile; series that come after the beginning are left out. Nothing of the window is
/// dropped from the head as long as the walk exists. One thread at a time.
package final class HeadWalk {
    /// The times of the chunks wanted, both ends included.
    private let window: ClosedRange<Int64>
    private let reader: HeadReader?
    /// Whose chunks are walked that came out of order, and the number below which those are.
    private let late: (head: Head, below: UInt64)?
    private let order: [UInt32]
    private var position = 0
    /// What of the current series is deleted, ascending.
    package private(set) var deleted: [ClosedRange<Int64>] = []

    /// Walks all series, or those that `isWanted` accepts.
    init(head: Head, window: ClosedRange<Int64>, only isWanted: (UInt32) -> Bool = { _ in true }) {
        self.window = window
        late = nil
        reader = HeadReader(head: head, window: window)
        order = reader == nil ? [] : head.index.withReadLock { $0.labelOrder() }.sorted().filter(isWanted)
    }

    /// Walks the chunks below a number whose samples came out of order.
    ///
    /// Only whoever compacts them drops such chunks.
    init(lateOf head: Head, window: ClosedRange<Int64>, below number: UInt64) {
        self.window = window
        late = (head, number)
        reader = nil
        let wanted = head.samples.withReadLock { Set($0.late.series.filter { $0.value.overlaps(window) }.keys) }
        order = head.index.withReadLock { $0.labelOrder() }.sorted().filter { wanted.contains($0) }
    }

    /// Moves to the next series that has chunks in the window; `false` at the end.
    ///
    /// The chunks are whole: their first and last samples may lie outside the window.
    package func next(_ labels: inout Labels, _ chunks: inout EncodedChunks) throws(StorageError) -> Bool {
        if let late { return try nextLate(late.head, late.below, &labels, &chunks) }
        guard let reader else { return false }
        while position < order.count {
            let series = SeriesID(order[position])
            position += 1
            chunks.removeAll()
            let copies: ChunkCopies
            (copies, deleted) = reader.head.samples.withReadLock { samples in
                // A series that has just been created may not have reached the samples yet.
                let copies =
                    series.index < samples.states.count ? samples.copyChunks(series.index, window) : ChunkCopies()
                return (copies, samples.tombstones[UInt64(series.rawValue)])
            }
            guard copies.count > 0 else { continue }
            try copies.append(to: &chunks)
            labels = reader.head.index.withReadLock { $0.labelSet(of: series) }
            return true
        }
        return false
    }

    private func nextLate(
        _ head: Head,
        _ number: UInt64,
        _ labels: inout Labels,
        _ chunks: inout EncodedChunks
    ) throws(StorageError) -> Bool {
        while position < order.count {
            let series = SeriesID(order[position])
            position += 1
            chunks.removeAll()
            let copies: LateCopies
            (copies, deleted) = head.samples.withReadLock { samples in
                (samples.copyLate(series.index, window, below: number), samples.tombstones[UInt64(series.rawValue)])
            }
            guard !copies.isEmpty else { continue }
            try copies.append(to: &chunks)
            labels = head.index.withReadLock { $0.labelSet(of: series) }
            return true
        }
        return false
    }
}
