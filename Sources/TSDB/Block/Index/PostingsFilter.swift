/// Set operations between ascending ids in memory and lists in a file.
enum PostingsFilter {
    /// Keeps the ids that are in one of the lists, or those that are in none.
    ///
    /// Each list is walked by whichever of the two has fewer ids, in leaps through the other.
    static func apply(_ runs: [PostingsRun], to ids: inout [UInt32], _ bytes: RawSpan, keepsCommon: Bool) {
        var isCommon = [Bool](repeating: false, count: ids.count)
        for run in runs { mark(BigEndianIDs(bytes.extracting(run.range)), ids, &isCommon) }
        var kept = 0
        for position in ids.indices where isCommon[position] == keepsCommon {
            ids[kept] = ids[position]
            kept &+= 1
        }
        ids.removeLast(ids.count - kept)
    }

    /// Whether a list has one of the ids.
    static func hasCommon(_ list: borrowing BigEndianIDs, _ ids: [UInt32]) -> Bool {
        var (index, position) = (0, 0)
        while index < list.count {
            position = Self.position(of: list[index], in: ids, from: position)
            guard position < ids.count else { return false }
            if ids[position] == list[index] { return true }
            index = list.position(of: ids[position], from: index)
        }
        return false
    }

    private static func mark(_ list: borrowing BigEndianIDs, _ ids: [UInt32], _ isCommon: inout [Bool]) {
        if list.count < ids.count {
            var position = 0
            for index in 0..<list.count {
                position = Self.position(of: list[index], in: ids, from: position)
                if position == ids.count { return }
                if ids[position] == list[index] { isCommon[position] = true }
            }
        } else {
            var index = 0
            for position in ids.indices {
                index = list.position(of: ids[position], from: index)
                if index == list.count { return }
                if list[index] == ids[position] { isCommon[position] = true }
            }
        }
    }

    /// The position of the first id from `start` on that is not below `id`.
    @inline(__always)
    private static func position(of id: UInt32, in ids: [UInt32], from start: Int) -> Int {
        var low = start
        var step = 1
        var high = start
        while high < ids.count, ids[high] < id {
            low = high &+ 1
            high = high &+ step
            step &*= 2
        }
        high = min(high, ids.count)
        while low < high {
            let middle = (low &+ high) / 2
            if ids[middle] < id { low = middle &+ 1 } else { high = middle }
        }
        return low
    }
}
