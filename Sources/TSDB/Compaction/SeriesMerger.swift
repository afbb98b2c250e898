internal import Chunks
internal import Storage

/// Walks the series of several sources as if they were one, a series at a time.
///
/// Where sources have samples of the same time, that of the source that comes first is kept.
struct SeriesMerger {
    private let cursors: [any SeriesCursor]
    /// The times that are copied, both ends included.
    private let window: ClosedRange<Int64>
    /// Where each cursor stands.
    private var current: [CompactionSeries]
    private var isAtEnd: [Bool]
    private var members: [Int] = []
    private var chunks: ChunkMerger
    /// Turns what was merged into decimal chunks, if that is wanted.
    private var transcoder: DecimalTranscoder?
    private var merged = EncodedChunks()
    private var hasStarted = false

    init(_ cursors: [any SeriesCursor], window: ClosedRange<Int64>, floatEncoding: ChunkEncoding) {
        chunks = ChunkMerger(floatEncoding: floatEncoding == .decimal ? .xor : floatEncoding)
        transcoder = floatEncoding == .decimal ? DecimalTranscoder() : nil
        self.cursors = cursors
        self.window = window
        current = cursors.map { _ in CompactionSeries() }
        isAtEnd = cursors.map { _ in false }
    }

    /// Fills `series` with the next series that has samples in the window; `false` at the end.
    mutating func next(_ series: inout CompactionSeries) throws(StorageError) -> Bool {
        if !hasStarted {
            hasStarted = true
            for source in cursors.indices { try advance(source) }
        }
        while true {
            gatherSmallest()
            guard let first = members.first else { return false }
            swap(&series.symbols, &current[first].symbols)
            series.chunks.removeAll()
            do throws(ChunkError) { try merge(into: &series.chunks) } catch {
                throw .corrupt("chunk of series \(cursors[first].labelText): \(error)")
            }
            for source in members { try advance(source) }
            if !series.chunks.isEmpty { return true }
        }
    }

    private mutating func merge(into output: inout EncodedChunks) throws(ChunkError) {
        guard transcoder != nil else { return try chunks.merge(current, members, window, into: &output) }
        merged.removeAll()
        try chunks.merge(current, members, window, into: &merged)
        try transcoder?.transcode(merged, into: &output)
    }

    private mutating func advance(_ source: Int) throws(StorageError) {
        if try !cursors[source].next(&current[source], window) { isAtEnd[source] = true }
    }

    /// The sources that stand at the series that comes first.
    private mutating func gatherSmallest() {
        members.removeAll(keepingCapacity: true)
        for source in current.indices where !isAtEnd[source] {
            let order = members.first.map { current[source].compareLabels(with: current[$0]) } ?? 0
            if order < 0 { members.removeAll(keepingCapacity: true) }
            if order <= 0 { members.append(source) }
        }
    }
}
