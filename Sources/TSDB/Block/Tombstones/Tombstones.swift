/// Which times of which series are deleted: closed intervals by the number that the index gives the series.
package struct Tombstones: Sendable, Hashable {
    package static let fileName = "tombstones"

    /// By series: its intervals, ascending and apart from each other.
    package private(set) var intervals: [UInt64: [ClosedRange<Int64>]] = [:]

    package init() {}

    package var isEmpty: Bool { intervals.isEmpty }

    /// The number of intervals.
    package var count: Int { intervals.values.reduce(0) { $0 + $1.count } }

    /// The intervals of a series.
    package subscript(series: UInt64) -> [ClosedRange<Int64>] { intervals[series] ?? [] }

    /// Deletes the times in `interval` of a series; intervals that overlap or touch become one.
    package mutating func add(_ series: UInt64, _ interval: ClosedRange<Int64>) {
        var merged = interval
        var kept: [ClosedRange<Int64>] = []
        for other in intervals[series] ?? [] {
            if Self.touch(other, merged) {
                merged =
                    min(other.lowerBound, merged.lowerBound)...max(other.upperBound, merged.upperBound)
            } else {
                kept.append(other)
            }
        }
        let position = kept.firstIndex { $0.lowerBound > merged.upperBound } ?? kept.count
        kept.insert(merged, at: position)
        intervals[series] = kept
    }

    /// Forgets a series.
    package mutating func remove(_ series: UInt64) { intervals[series] = nil }

    /// Forgets the intervals that end before `time`.
    package mutating func removeAll(before time: Int64) {
        for (series, ranges) in intervals where ranges.contains(where: { $0.upperBound < time }) {
            let kept = ranges.filter { $0.upperBound >= time }
            intervals[series] = kept.isEmpty ? nil : kept
        }
    }

    /// Deletes what `other` does.
    package mutating func formUnion(_ other: Tombstones) {
        for (series, ranges) in other.intervals {
            for range in ranges { add(series, range) }
        }
    }

    private static func touch(_ first: ClosedRange<Int64>, _ second: ClosedRange<Int64>) -> Bool {
        // One millisecond apart counts as touching; the ends of time have no neighbours.
        let reach = second.upperBound == .max ? second.upperBound : second.upperBound + 1
        let start = second.lowerBound == .min ? second.lowerBound : second.lowerBound - 1
        return first.lowerBound <= reach && start <= first.upperBound
    }
}
