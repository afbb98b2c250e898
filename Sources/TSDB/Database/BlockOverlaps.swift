internal import PrometheusModel

/// Tells which blocks have times in common.
enum BlockOverlaps {
    /// The stretches of time that several blocks have, as upstream words them; empty if there are none.
    static func text(_ metas: [BlockMeta]) -> String {
        let sorted = metas.sorted { ($0.minTime, $0.ulid) < ($1.minTime, $1.ulid) }
        var groups: [(times: Range<Int64>, blocks: [BlockMeta])] = []
        var open: [BlockMeta] = []
        for meta in sorted {
            open.removeAll { $0.maxTime <= meta.minTime }
            open.append(meta)
            guard open.count > 1 else { continue }
            let end = open.map(\.maxTime).reduce(.max, min)
            groups.append((meta.minTime..<max(end, meta.minTime), open))
        }
        return groups.map { group in
            let blocks = group.blocks.map { meta in
                "<ulid: \(meta.ulid), mint: \(meta.minTime), maxt: \(meta.maxTime), "
                    + "range: \(span(meta.minTime, meta.maxTime))>"
            }
            let (mint, maxt) = (group.times.lowerBound, group.times.upperBound)
            return "[mint: \(mint), maxt: \(maxt), range: \(span(mint, maxt)), blocks: \(group.blocks.count)]: "
                + blocks.joined(separator: ", ")
        }.joined(separator: "\n")
    }

    private static func span(_ begin: Int64, _ end: Int64) -> String {
        DurationText.string(milliseconds: end.subtractingClamped(begin))
    }
}
