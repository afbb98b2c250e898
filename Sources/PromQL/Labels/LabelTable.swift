import PrometheusBytes
import PrometheusModel

/// Numbers distinct label sets, given as packed bytes, in the order of their first appearance.
struct LabelTable {
    private(set) var keys: [Labels] = []
    private var hashes: [UInt64] = []
    /// Power of two many; −1 where free.
    private var slots = [Int32](repeating: -1, count: 16)

    var count: Int { keys.count }

    /// The number of `key`, a new one if it was not there.
    mutating func index(of key: [UInt8]) -> (index: Int, isNew: Bool) {
        let hash = FoldHash.hash(key.rawSpan, seed: FoldHash.processSeed)
        if let index = find(key, hash) { return (index, false) }
        if keys.count &* 2 >= slots.count { grow() }
        let index = keys.count
        keys.append(Labels(packed: key))
        hashes.append(hash)
        insert(index, hash)
        return (index, true)
    }

    /// The number of `key` if it is there.
    func existingIndex(of key: [UInt8]) -> Int? {
        find(key, FoldHash.hash(key.rawSpan, seed: FoldHash.processSeed))
    }

    private func find(_ key: [UInt8], _ hash: UInt64) -> Int? {
        let mask = slots.count &- 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] >= 0 {
            let index = Int(slots[slot])
            if hashes[index] == hash, keys[index].packed == key { return index }
            slot = (slot &+ 1) & mask
        }
        return nil
    }

    private mutating func insert(_ index: Int, _ hash: UInt64) {
        let mask = slots.count &- 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] >= 0 { slot = (slot &+ 1) & mask }
        slots[slot] = Int32(index)
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: slots.count * 2)
        for (index, hash) in hashes.enumerated() { insert(index, hash) }
    }
}
