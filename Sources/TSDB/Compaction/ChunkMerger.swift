internal import Chunks
internal import PrometheusBytes

/// Makes one sequence of chunks out of those that several sources have of one series.
///
/// A chunk that nothing cuts and that overlaps no other is copied byte for byte.
struct ChunkMerger {
    private struct Piece {
        var minTime: Int64
        var maxTime: Int64
        var source: Int
        var index: Int
        /// Whether the window or a deletion takes some of its samples away.
        var isCut: Bool
    }

    private var pieces: [Piece] = []
    private var rewriter: ChunkRewriter

    /// Encodes floats as `floatEncoding` where it must encode them anew.
    init(floatEncoding: ChunkEncoding) { rewriter = ChunkRewriter(floatEncoding: floatEncoding) }

    /// Appends the chunks that `sources[members]` have within `window` to `output`.
    mutating func merge(
        _ sources: [CompactionSeries],
        _ members: [Int],
        _ window: ClosedRange<Int64>,
        into output: inout EncodedChunks
    ) throws(ChunkError) {
        gather(sources, members, window)
        var start = 0
        while start < pieces.count {
            var (end, newest) = (start + 1, pieces[start].maxTime)
            while end < pieces.count, pieces[end].minTime <= newest {
                newest = max(newest, pieces[end].maxTime)
                end += 1
            }
            if isOneChunk(start..<end, sources) {
                output.append(sources[pieces[start].source].chunks, at: pieces[start].index)
            } else {
                try rewrite(start..<end, sources, window, into: &output)
            }
            start = end
        }
    }

    /// Lists what is left of the chunks, in the order of their times.
    private mutating func gather(_ sources: [CompactionSeries], _ members: [Int], _ window: ClosedRange<Int64>) {
        pieces.removeAll(keepingCapacity: true)
        for source in members {
            let (minTimes, maxTimes) = (sources[source].chunks.minTimes, sources[source].chunks.maxTimes)
            for index in minTimes.indices {
                let times = minTimes[index]...max(minTimes[index], maxTimes[index])
                guard times.overlaps(window) else { continue }
                var isCut = !window.contains(times.lowerBound) || !window.contains(times.upperBound)
                var isGone = false
                for interval in sources[source].deleted where interval.overlaps(times) {
                    isCut = true
                    if interval.lowerBound <= times.lowerBound, interval.upperBound >= times.upperBound {
                        isGone = true
                    }
                }
                if isGone { continue }
                pieces.append(
                    Piece(
                        minTime: times.lowerBound,
                        maxTime: times.upperBound,
                        source: source,
                        index: index,
                        isCut: isCut
                    )
                )
            }
        }
        // One source has them in order already; the sort keeps the order of sources where times are equal.
        if members.count > 1 { pieces.sort { ($0.minTime, $0.source) < ($1.minTime, $1.source) } }
    }

    /// Whether a run of chunks is the same chunk, once or several times, and stays as it is.
    private func isOneChunk(_ run: Range<Int>, _ sources: [CompactionSeries]) -> Bool {
        let first = pieces[run.lowerBound]
        if first.isCut { return false }
        for position in run.dropFirst() {
            let other = pieces[position]
            guard !other.isCut, other.minTime == first.minTime, other.maxTime == first.maxTime else { return false }
            let (mine, theirs) = (sources[first.source].chunks, sources[other.source].chunks)
            guard mine.encodings[first.index] == theirs.encodings[other.index],
                mine.payload(at: first.index).hasSameBytes(as: theirs.payload(at: other.index))
            else { return false }
        }
        return true
    }

    private mutating func rewrite(
        _ run: Range<Int>,
        _ sources: [CompactionSeries],
        _ window: ClosedRange<Int64>,
        into output: inout EncodedChunks
    ) throws(ChunkError) {
        rewriter.removeAll()
        for position in run {
            let piece = pieces[position]
            try rewriter.add(
                sources[piece.source].chunks,
                at: piece.index,
                source: piece.source,
                window: window,
                deleted: piece.isCut ? sources[piece.source].deleted : []
            )
        }
        rewriter.write(into: &output)
    }
}
