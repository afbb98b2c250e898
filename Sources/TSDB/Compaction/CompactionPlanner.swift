/// Decides which blocks are merged next: a value in, a decision out.
///
/// Blocks that overlap come first. Then blocks that fill an aligned window of the next longer range, shortest ranges
/// first; the newest block is left alone, because somebody may be copying it. At last a block of which much is deleted.
struct CompactionPlanner: Sendable {
    /// The share of deleted intervals among its series from which a long block is rewritten.
    private static let tombstoneShare = 0.05

    /// The spans of blocks in milliseconds, ascending; the first is that of blocks cut from the head.
    let ranges: [Int64]
    /// Whether blocks that overlap are merged: `--storage.tsdb.allow-overlapping-compaction`.
    let mergesOverlaps: Bool

    /// Spans of three times the one before, from `shortest` up to `longest`, ten at most.
    static func ranges(shortest: Int64, longest: Int64) -> [Int64] {
        precondition(shortest > 0, "a block spans some time")
        var ranges = [shortest]
        while ranges.count < 10 {
            let (next, overflow) = ranges[ranges.count - 1].multipliedReportingOverflow(by: 3)
            if overflow || next > longest { break }
            ranges.append(next)
        }
        return ranges
    }

    /// The positions of the blocks to compact together, oldest first; empty if there is nothing to do.
    /// - Shape: `blocks` in the order of their names, which is that of their creation.
    func plan(_ blocks: [CompactionCandidate]) -> [Int] {
        let end = blocks.firstIndex { $0.isHeldBack && $0.level == 1 } ?? blocks.count
        for kind in CompactionCandidate.Kind.allCases {
            let positions = (0..<end).filter { blocks[$0].kind == kind }
            let chosen = choose(positions, blocks)
            if !chosen.isEmpty { return chosen }
        }
        return []
    }

    private func choose(_ positions: [Int], _ blocks: [CompactionCandidate]) -> [Int] {
        let sorted = positions.sorted { (blocks[$0].minTime, $0) < (blocks[$1].minTime, $1) }
        if mergesOverlaps {
            let overlapping = firstOverlap(sorted, blocks)
            if !overlapping.isEmpty { return overlapping }
        }
        let settled = Array(sorted.dropLast())
        let window = firstWindow(settled, blocks)
        return window.isEmpty ? mostlyDeleted(settled, blocks) : window
    }

    /// The first run of blocks each of which begins before all earlier ones end.
    private func firstOverlap(_ sorted: [Int], _ blocks: [CompactionCandidate]) -> [Int] {
        var run: [Int] = []
        var end = Int64.min
        for (index, position) in sorted.enumerated() {
            if blocks[position].minTime < end {
                if run.isEmpty { run.append(sorted[index - 1]) }
                run.append(position)
            } else if !run.isEmpty {
                break
            }
            end = max(end, blocks[position].maxTime)
        }
        return run
    }

    /// The blocks of the first window of a longer range that is full or will not get any fuller.
    private func firstWindow(_ sorted: [Int], _ blocks: [CompactionCandidate]) -> [Int] {
        guard let newest = sorted.last else { return [] }
        for range in ranges.dropFirst() {
            for group in windows(sorted, blocks, range) where group.count > 1 {
                if group.contains(where: { blocks[$0].isFailed }) { continue }
                let (begin, end) = (blocks[group[0]].minTime, blocks[group[group.count - 1]].maxTime)
                if end.subtractingClamped(begin) == range || end <= blocks[newest].minTime { return group }
            }
        }
        return []
    }

    /// The blocks that lie whole in the same aligned window of length `range`.
    private func windows(_ sorted: [Int], _ blocks: [CompactionCandidate], _ range: Int64) -> [[Int]] {
        var groups: [[Int]] = []
        var index = 0
        while index < sorted.count {
            let block = blocks[sorted[index]]
            let begin = BlockWindow.start(of: block.minTime, range)
            guard block.maxTime <= begin.addingClamped(range) else {
                index += 1
                continue
            }
            var group: [Int] = []
            while index < sorted.count, blocks[sorted[index]].minTime >= begin,
                blocks[sorted[index]].maxTime <= begin.addingClamped(range)
            {
                group.append(sorted[index])
                index += 1
            }
            groups.append(group)
        }
        return groups
    }

    /// The newest block of which so much is deleted that it is worth being written anew.
    private func mostlyDeleted(_ sorted: [Int], _ blocks: [CompactionCandidate]) -> [Int] {
        let long = ranges[ranges.count / 2]
        for position in sorted.reversed() {
            let block = blocks[position]
            if block.maxTime.subtractingClamped(block.minTime) < long {
                // A short block is going to be merged soon anyway.
                let isAllDeleted = block.tombstoneCount > 0 && block.tombstoneCount >= block.seriesCount
                return isAllDeleted ? [position] : []
            }
            if Double(block.tombstoneCount) / Double(block.seriesCount + 1) > Self.tombstoneShare { return [position] }
        }
        return []
    }
}
