internal import PrometheusBytes
internal import PrometheusModel

/// The newest exemplars of all series, in a ring: the oldest goes when another one comes.
///
/// Slots name the next and the previous exemplar of their series, so that those of a series are a list in the order of
/// time. A slot is 4 numbers and an exemplar.
struct ExemplarRing {
    /// What becomes of an exemplar.
    enum Verdict: Hashable {
        case accepted
        /// The newest one of the series again: neither stored nor refused.
        case dropped
        case outOfOrder
        case labelsTooLong
        /// Nothing is stored, because nobody asked for it.
        case disabled
    }

    private struct Slot {
        var series: Labels
        var exemplar: Exemplar
        var next: Int
        var previous: Int
    }

    /// The first and the last exemplar of a series.
    private struct Ends {
        var oldest: Int
        var newest: Int
    }

    /// The most characters that the labels of an exemplar have together.
    static let maxLabelCharacters = 128
    private static let none = -1

    /// The number of exemplars that there is room for.
    private(set) var capacity: Int
    private var slots: [Slot?] = []
    /// The slot that is written next.
    private var cursor = 0
    private var series: [Labels: Ends] = [:]
    /// The number of exemplars.
    private(set) var count = 0
    /// Exemplars ever stored.
    private(set) var appended = 0
    /// Exemplars ever refused because they were out of order.
    private(set) var outOfOrder = 0

    init(capacity: Int) { self.capacity = max(0, capacity) }

    /// The number of series that have exemplars.
    var seriesCount: Int { series.count }

    /// The time of the oldest of the newest `count` exemplars, that is of the one that goes next; in milliseconds.
    var lastTimestamp: Int64? {
        guard count > 0 else { return nil }
        // A ring that is not full yet began at its first slot.
        return (slots[count < capacity ? 0 : cursor])?.exemplar.timestamp
    }

    /// What becomes of an exemplar that may be up to `window` milliseconds older than the newest of its series.
    func verdict(on exemplar: Exemplar, of labels: Labels, window: Int64) -> Verdict {
        guard capacity > 0 else { return .disabled }
        guard Self.labelCharacters(of: exemplar) <= Self.maxLabelCharacters else { return .labelsTooLong }
        guard let ends = series[labels], let newest = slots[ends.newest]?.exemplar else { return .accepted }
        if newest == exemplar { return .dropped }
        guard exemplar.timestamp <= newest.timestamp else { return .accepted }
        let (oldest, overflow) = newest.timestamp.subtractingReportingOverflow(window)
        if exemplar.timestamp < newest.timestamp {
            return overflow || exemplar.timestamp > oldest ? .accepted : .outOfOrder
        }
        if exemplar.value < newest.value { return .outOfOrder }
        if exemplar.value == newest.value, !newest.labels.precedes(exemplar.labels) { return .outOfOrder }
        return .accepted
    }

    /// Stores an exemplar, unless it is refused.
    mutating func append(_ exemplar: Exemplar, of labels: Labels, window: Int64) -> Verdict {
        let verdict = verdict(on: exemplar, of: labels, window: window)
        if verdict == .outOfOrder { outOfOrder += 1 }
        guard verdict == .accepted else { return verdict }
        return insert(exemplar, labels) ? .accepted : .dropped
    }

    /// Changes the capacity; the oldest exemplars go if there are too many.
    /// - Returns: How many stayed.
    mutating func resize(to newCapacity: Int) -> Int {
        guard newCapacity != capacity else { return count }
        let kept = inOrder().suffix(max(0, newCapacity))
        let (appended, outOfOrder) = (appended, outOfOrder)
        self = ExemplarRing(capacity: newCapacity)
        for slot in kept { _ = insert(slot.exemplar, slot.series) }
        (self.appended, self.outOfOrder) = (appended, outOfOrder)
        return count
    }

    /// The exemplars in `window` of the series that `isWanted` names.
    func select(_ window: ClosedRange<Int64>, _ isWanted: (Labels) -> Bool) -> [(labels: Labels, exemplars: [Exemplar])]
    {
        var result: [(labels: Labels, exemplars: [Exemplar])] = []
        for (labels, ends) in series {
            guard let oldest = slots[ends.oldest], let newest = slots[ends.newest],
                oldest.exemplar.timestamp <= window.upperBound, newest.exemplar.timestamp >= window.lowerBound,
                isWanted(labels)
            else { continue }
            var exemplars: [Exemplar] = []
            var position = ends.oldest
            while position != Self.none, let slot = slots[position], slot.exemplar.timestamp <= window.upperBound {
                if slot.exemplar.timestamp >= window.lowerBound { exemplars.append(slot.exemplar) }
                position = slot.next
            }
            if !exemplars.isEmpty { result.append((labels, exemplars)) }
        }
        return result
    }

    // MARK: Parts

    private static func labelCharacters(of exemplar: Exemplar) -> Int {
        exemplar.labels.array.reduce(0) { $0 + $1.name.unicodeScalars.count + $1.value.unicodeScalars.count }
    }

    /// All exemplars with their series, in the order in which they came.
    var all: [(labels: Labels, exemplar: Exemplar)] { inOrder().map { ($0.series, $0.exemplar) } }

    private func inOrder() -> [Slot] {
        guard slots.count == capacity else { return slots.compactMap { $0 } }
        return (slots[cursor...] + slots[..<cursor]).compactMap { $0 }
    }

    /// Stores an exemplar in the order of time; `false` if there is one of the same time in the middle of its series.
    private mutating func insert(_ exemplar: Exemplar, _ labels: Labels) -> Bool {
        guard let before = predecessor(of: exemplar, labels) else { return false }
        let slot: Int
        if slots.count < capacity {
            slot = slots.count
            slots.append(nil)
            cursor = (slot + 1) % capacity
        } else {
            slot = cursor
            cursor = (cursor + 1) % capacity
        }
        var previous = before
        if previous == slot { previous = slots[slot]?.previous ?? Self.none }
        remove(slot)
        link(slot, after: previous, exemplar, labels)
        count += 1
        appended += 1
        return true
    }

    /// The exemplar of the series after which this one belongs, `none` for the front.
    ///
    /// `nil` if it is left out.
    private func predecessor(of exemplar: Exemplar, _ labels: Labels) -> Int? {
        guard let ends = series[labels] else { return Self.none }
        var position = ends.newest
        if let newest = slots[position]?.exemplar, newest.timestamp <= exemplar.timestamp { return position }
        while position != Self.none, let slot = slots[position], slot.exemplar.timestamp >= exemplar.timestamp {
            if slot.exemplar.timestamp == exemplar.timestamp { return nil }
            position = slot.previous
        }
        return position
    }

    private mutating func link(_ slot: Int, after previous: Int, _ exemplar: Exemplar, _ labels: Labels) {
        // The predecessor may have been the only one of the series, and be gone.
        let ends = series[labels]
        let next = previous == Self.none ? ends?.oldest ?? Self.none : slots[previous]?.next ?? Self.none
        slots[slot] = Slot(series: labels, exemplar: exemplar, next: next, previous: previous)
        if previous != Self.none { slots[previous]?.next = slot }
        if next != Self.none { slots[next]?.previous = slot }
        series[labels] = Ends(
            oldest: previous == Self.none ? slot : ends?.oldest ?? slot,
            newest: next == Self.none ? slot : ends?.newest ?? slot
        )
    }

    private mutating func remove(_ position: Int) {
        guard let slot = slots[position] else { return }
        if slot.previous != Self.none { slots[slot.previous]?.next = slot.next }
        if slot.next != Self.none { slots[slot.next]?.previous = slot.previous }
        if var ends = series[slot.series] {
            if ends.oldest == position { ends.oldest = slot.next }
            if ends.newest == position { ends.newest = slot.previous }
            series[slot.series] = ends.oldest == Self.none ? nil : ends
        }
        slots[position] = nil
        count -= 1
    }
}

extension Labels {
    /// An order of label sets that differ, to tell two exemplars apart that are alike otherwise.
    fileprivate func precedes(_ other: Labels) -> Bool {
        packed.rawSpan.compareBytes(with: other.packed.rawSpan) < 0
    }
}
