internal import PrometheusExposition
internal import Storage

/// The series of a target's last scrapes, in the order in which the target writes them.
///
/// The n-th series of a scrape is nearly always the n-th of the last one, so each entry names its successor, and a
/// comparison of one hash replaces the lookup. Where the order changed, an open-addressing index finds the entry and
/// the successor is corrected. About 38 bytes a series; no allocation for known series.
struct ScrapeCache: Sendable {
    static let none = UInt32.max

    private(set) var series: [CachedSeries] = []
    /// Positions in `series` plus one, by hash; zero is free.
    ///
    /// A power of two in size, at most three quarters full.
    private var slots: [UInt32] = []
    /// The entry of the first line, and of the line before the current one.
    private var first = none
    private var last = none
    /// The number of the running or last scrape.
    private var number: UInt32 = 0
    /// The number of the last good scrape if it was the one before, otherwise 0.
    private var previous: UInt32 = 0
    /// How many series the last good scrape tracked.
    private var previousTracked = 0
    private var known = 0
    private var seen = 0
    private var tracked = 0
    /// How many of those this scrape has seen again.
    private var continued = 0
    /// Series of an earlier cache that have not been seen since.
    private var orphans: [SeriesReference] = []

    /// Whether no series is known.
    var isEmpty: Bool { series.isEmpty }

    // MARK: One scrape

    /// Starts a scrape.
    mutating func begin() {
        number &+= 1
        if number == 0 { restart() }
        known = series.count
        (seen, tracked, continued) = (0, 0, 0)
        last = Self.none
    }

    /// Takes samples as long as they come in the known order.
    ///
    /// - Complexity: O(bytes); no allocation beyond the growth of `batch`.
    mutating func takeKnown(
        _ parser: inout ExpositionParser,
        _ times: SampleTimes,
        _ batch: inout SampleBatch,
        _ counts: inout ScrapeCounts
    ) {
        let (number, previous) = (number, previous)
        var current = last
        var expected = successor
        var (seen, tracked, continued) = (seen, tracked, continued)
        var (scraped, kept) = (0, 0)
        var span = series.mutableSpan
        while expected < UInt32(truncatingIfNeeded: span.count) {
            let index = Int(expected)
            let entry = span[index]
            // A second sighting in one scrape is rare and has rules of its own.
            guard entry.seenAt != number,
                parser.nextKnown(entry.hash, Int(entry.length))
            else { break }
            scraped &+= 1
            seen &+= 1
            current = expected
            expected = entry.successor
            var marks = entry.marks
            if marks.contains(.dropped) {
                span[index].seenAt = number
                continue
            }
            var time = times.scrapeTime
            var isTracked = true
            if parser.hasTimestamp, times.honorsOwn {
                time = parser.timestamp
                isTracked = times.tracksOwn
            }
            let wasTracked = previous != 0 && entry.seenAt == previous && marks.contains(.tracked)
            marks = []
            if wasTracked { marks.insert(.trackedBefore) }
            if isTracked { marks.insert(.tracked) }
            continued &+= wasTracked ? 1 : 0
            tracked &+= isTracked ? 1 : 0
            span[index].seenAt = number
            span[index].marks = marks
            kept &+= 1
            guard time <= times.latest else {
                counts.outOfBounds += 1
                continue
            }
            batch.append(entry.reference, time, parser.value)
        }
        last = current
        (self.seen, self.tracked, self.continued) = (seen, tracked, continued)
        counts.scraped += scraped
        counts.kept += kept
    }

    /// Finds a series that came out of order and takes it for the current line.
    mutating func find(_ hash: UInt64, _ length: Int) -> Int? {
        guard let index = position(hash, length) else { return nil }
        link(UInt32(index))
        return index
    }

    /// Finds a series.
    func position(_ hash: UInt64, _ length: Int) -> Int? {
        guard !slots.isEmpty else { return nil }
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash >> 32) & mask
        while slots[slot] != 0 {
            let index = Int(slots[slot] - 1)
            if series[index].hash == hash, Int(series[index].length) == length { return index }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// Adds a series that is not known, for the current line.
    mutating func add(_ hash: UInt64, _ length: Int, _ reference: SeriesReference, _ marks: CachedSeries.Marks) -> Int {
        let index = UInt32(series.count)
        series.append(
            CachedSeries(
                hash: hash,
                reference: reference,
                length: UInt32(clamping: length),
                successor: successor,
                seenAt: 0,
                marks: marks
            )
        )
        if series.count * 4 > slots.count * 3 {
            reindex()
        } else {
            insert(index)
        }
        link(index)
        return Int(index)
    }

    /// Notes that the series was seen; `false` if it was seen in this scrape before.
    mutating func sight(_ index: Int, isTracked: Bool) -> Bool {
        let entry = series[index]
        guard entry.seenAt != number else {
            if isTracked, !entry.marks.contains(.tracked) {
                series[index].marks.insert(.tracked)
                tracked += 1
            }
            return false
        }
        seen += 1
        let wasTracked = previous != 0 && entry.seenAt == previous && entry.marks.contains(.tracked)
        var marks = entry.marks.intersection([.dropped, .unresolved])
        if wasTracked {
            marks.insert(.trackedBefore)
            continued += 1
        }
        if isTracked {
            marks.insert(.tracked)
            tracked += 1
        }
        series[index].marks = marks
        series[index].seenAt = number
        return true
    }

    /// Gives a new series its reference.
    mutating func resolve(_ index: Int, _ reference: SeriesReference) {
        series[index].reference = reference
        series[index].marks.remove(.unresolved)
    }

    /// Ends a good scrape: forgets the series that were not in it.
    ///
    /// - Returns: the series that were in the one before and need a staleness marker.
    mutating func succeed(_ batch: borrowing SampleBatch) -> [SeriesReference] {
        var stale = orphans
        orphans = []
        if continued < previousTracked {
            for entry in series where entry.seenAt == previous && entry.marks.contains(.tracked) {
                stale.append(entry.reference)
            }
        }
        if !stale.isEmpty {
            // The same series may have come under other bytes, its labels in another order.
            var present = Set(batch.references)
            for histogram in batch.histograms { present.insert(histogram.reference) }
            stale.removeAll { present.contains($0) }
        }
        previous = number
        previousTracked = tracked
        if seen < series.count {
            evict()
        } else if series.count > known {
            trim()
        }
        return stale
    }

    /// Ends a failed scrape as if it had brought nothing; what is known stays known.
    ///
    /// - Returns: the series that were in the scrape before and need a staleness marker.
    mutating func fail() -> [SeriesReference] {
        if series.count > known { removeUnresolved() }
        let stale = currentlyTracked + orphans
        orphans = []
        (previous, previousTracked) = (0, 0)
        return stale
    }

    /// The series that the last scrape before the running one tracked.
    private var currentlyTracked: [SeriesReference] {
        guard previous != 0 else { return [] }
        return series.filter { entry in
            entry.seenAt == previous && entry.marks.contains(.tracked)
                || (entry.seenAt == number && number != previous && entry.marks.contains(.trackedBefore))
        }.map(\.reference)
    }

    /// The series that need a marker when the target is gone; nothing is known afterwards.
    mutating func end() -> [SeriesReference] {
        let stale = currentlyTracked + orphans
        self = ScrapeCache()
        return stale
    }

    /// Forgets everything, because series get other labels now.
    ///
    /// What the next scrape does not bring again becomes stale.
    mutating func restart() {
        let left = currentlyTracked + orphans
        self = ScrapeCache()
        orphans = left
        number = 1
    }

    // MARK: Order and index

    private var successor: UInt32 { last == Self.none ? first : series[Int(last)].successor }

    private mutating func link(_ index: UInt32) {
        if last == Self.none {
            first = index
        } else {
            series[Int(last)].successor = index
        }
        last = index
    }

    private mutating func insert(_ index: UInt32) {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: series[Int(index)].hash >> 32) & mask
        while slots[slot] != 0 { slot = (slot + 1) & mask }
        slots[slot] = index + 1
    }

    private mutating func reindex() {
        var size = 16
        while series.count * 4 > size * 3 { size *= 2 }
        slots = [UInt32](repeating: 0, count: size)
        for index in 0..<UInt32(series.count) { insert(index) }
    }

    /// Removes the series that were not seen, and puts the rest in the order of the last scrape.
    private mutating func evict() {
        var kept: [CachedSeries] = []
        kept.reserveCapacity(seen)
        var index = first
        // A line that was written twice makes the order go in a circle; each entry is taken once.
        var isTaken = [Bool](repeating: false, count: series.count)
        while index != Self.none, Int(index) < series.count, !isTaken[Int(index)] {
            isTaken[Int(index)] = true
            if series[Int(index)].seenAt == number { kept.append(series[Int(index)]) }
            index = series[Int(index)].successor
        }
        for (index, entry) in series.enumerated() where !isTaken[index] && entry.seenAt == number { kept.append(entry) }
        replace(kept)
    }

    /// Gives back what growing took too much, because most targets have all their series from the first scrape on.
    private mutating func trim() {
        guard series.capacity - series.count > series.count / 8 else { return }
        var exact: [CachedSeries] = []
        exact.reserveCapacity(series.count)
        exact.append(contentsOf: series)
        series = exact
    }

    private mutating func removeUnresolved() {
        replace(series.filter { !$0.marks.contains(.unresolved) })
    }

    private mutating func replace(_ kept: [CachedSeries]) {
        series = kept
        for index in series.indices {
            series[index].successor = index + 1 < series.count ? UInt32(index + 1) : Self.none
        }
        first = series.isEmpty ? Self.none : 0
        last = Self.none
        reindex()
    }
}
