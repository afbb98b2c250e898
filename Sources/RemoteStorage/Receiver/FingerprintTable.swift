internal import Storage

/// References by fingerprint: open addressing over one array, without removal.
struct FingerprintTable: Sendable {
    private struct Slot {
        var fingerprint: SeriesFingerprint
        var reference: UInt64
    }

    /// No store has a series of this number.
    private static let free = UInt64.max

    private var slots: [Slot] = []
    private(set) var count = 0

    /// The reference kept for `fingerprint`.
    /// - Complexity: O(1), no allocation.
    func reference(of fingerprint: SeriesFingerprint) -> SeriesReference? {
        guard !slots.isEmpty else { return nil }
        let slot = slots[index(of: fingerprint, in: slots)]
        return slot.reference == Self.free ? nil : SeriesReference(slot.reference)
    }

    /// Keeps a reference; one that was kept for the same fingerprint is replaced.
    mutating func set(_ reference: SeriesReference, for fingerprint: SeriesFingerprint) {
        guard reference.rawValue != Self.free else { return }
        if count * 3 >= slots.count * 2 { grow() }
        let at = index(of: fingerprint, in: slots)
        if slots[at].reference == Self.free { count += 1 }
        slots[at] = Slot(fingerprint: fingerprint, reference: reference.rawValue)
    }

    /// The slot that holds `fingerprint`, or the free one where it belongs.
    private func index(of fingerprint: SeriesFingerprint, in slots: [Slot]) -> Int {
        let mask = slots.count &- 1
        var at = Int(truncatingIfNeeded: fingerprint.first) & mask
        while slots[at].reference != Self.free, slots[at].fingerprint != fingerprint { at = (at &+ 1) & mask }
        return at
    }

    private mutating func grow() {
        let empty = Slot(fingerprint: SeriesFingerprint.zero, reference: Self.free)
        var larger = [Slot](repeating: empty, count: max(64, slots.count * 2))
        for slot in slots where slot.reference != Self.free {
            larger[index(of: slot.fingerprint, in: larger)] = slot
        }
        slots = larger
    }
}
