internal import Storage

extension Block {
    /// The times that the index proves, if those of `meta.json` contradict them; `nil` if they may be right.
    ///
    /// `meta.json` has no checksum, and from a block's end on the head takes its samples: a wrong digit there could hide newer
    /// ones, or make the retention drop every other block. Nearly always the first series shows that all is well. A block ends
    /// in the range of `chunkRange` milliseconds that its last sample lies in, or where that ends.
    func provenTimes(chunkRange: Int64) throws(StorageError) -> Range<Int64>? {
        let meta = meta
        var times: (first: Int64, last: Int64)?
        var isContradicted = false
        var cursor = try series()
        while let chunks = try cursor.nextTimes() {
            guard let (first, last) = chunks else { continue }
            times = (min(times?.first ?? first, first), max(times?.last ?? last, last))
            if first < meta.minTime || last >= meta.maxTime { isContradicted = true }
            guard let times, !isContradicted else { continue }
            let isEndRight = meta.maxTime <= ChunkCutting.rangeEnd(of: times.last, chunkRange)
            if isEndRight, Self.isNear(meta.minTime, times.first, chunkRange) { return nil }
        }
        guard let times, times.last < .max else { return nil }
        let start = Self.isNear(meta.minTime, times.first, chunkRange) ? min(meta.minTime, times.first) : times.first
        let isEndRight =
            times.last < meta.maxTime && meta.maxTime <= ChunkCutting.rangeEnd(of: times.last, chunkRange)
        let end = isEndRight ? meta.maxTime : times.last + 1
        return start == meta.minTime && end == meta.maxTime ? nil : start..<end
    }

    /// Goes by the times that the index proves from now on; the file stays as it is.
    func correctTimes(chunkRange: Int64) {
        // What is wrong with the index shows when it is read.
        guard let proven = try? provenTimes(chunkRange: chunkRange) else { return }
        correct(proven)
    }

    private static func isNear(_ earlier: Int64, _ later: Int64, _ chunkRange: Int64) -> Bool {
        let (distance, overflow) = later.subtractingReportingOverflow(earlier)
        return !overflow && distance <= chunkRange
    }
}
