/// A part of the cache: a table without chains, and what was asked for once.
struct ColumnCacheShard {
    /// Places for columns; a column lies in one of two that its hash names.
    private static let places = 4096
    private static let seenBits = 1 << 15

    private var columns: [DecodedColumn?] = []
    private var byteCount = 0
    /// A bit for each hash that was asked for lately.
    private var seen: [UInt64] = []
    private var seenCount = 0
    /// Where room is made next.
    private var hand = 0
    private let byteLimit: Int

    init(byteLimit: Int) { self.byteLimit = byteLimit }

    func find(_ key: ColumnKey, _ hash: UInt64) -> DecodedColumn? {
        guard !columns.isEmpty else { return nil }
        let place = Int(truncatingIfNeeded: hash) & (Self.places - 1)
        if let column = columns[place], column.key == key { return column }
        if let column = columns[place ^ 1], column.key == key { return column }
        return nil
    }

    /// Whether something was asked for before; it is remembered now.
    mutating func wasSeen(_ hash: UInt64) -> Bool {
        if seen.isEmpty || seenCount > Self.seenBits / 2 {
            seen = [UInt64](repeating: 0, count: Self.seenBits / 64)
            seenCount = 0
        }
        let bit = Int(truncatingIfNeeded: hash) & (Self.seenBits - 1)
        if seen[bit / 64] & (1 << UInt64(bit % 64)) != 0 { return true }
        seen[bit / 64] |= 1 << UInt64(bit % 64)
        seenCount += 1
        return false
    }

    /// Keeps a column, in place of others if there is no room.
    mutating func insert(_ column: DecodedColumn, _ hash: UInt64) {
        guard column.byteCount <= byteLimit else { return }
        if columns.isEmpty { columns = Array(repeating: nil, count: Self.places) }
        var place = Int(truncatingIfNeeded: hash) & (Self.places - 1)
        // The one with the same key goes; else there is room, or the first one goes.
        if let first = columns[place], first.key != column.key {
            if let second = columns[place ^ 1] {
                if second.key == column.key { place ^= 1 }
            } else {
                place ^= 1
            }
        } else if columns[place] == nil, columns[place ^ 1]?.key == column.key {
            place ^= 1
        }
        replace(place, with: column)
        // What has to go for it does not depend on when it was read: a query over more than there is room for still
        // finds a part of it the next time.
        while byteCount > byteLimit {
            if hand != place { replace(hand, with: nil) }
            hand = (hand + 1) & (Self.places - 1)
        }
    }

    private mutating func replace(_ place: Int, with column: DecodedColumn?) {
        byteCount += (column?.byteCount ?? 0) - (columns[place]?.byteCount ?? 0)
        columns[place] = column
    }
}
