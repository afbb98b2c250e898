/// The numbers by which the write-ahead log names the series, which stay the same across restarts.
///
/// As long as every series is named by its position, from 1, nothing is stored. A log with gaps, such as upstream
/// leaves behind after it dropped series, costs eight bytes a series.
struct ReferenceMap: ~Copyable {
    private var column = Column<UInt64>()
    /// The number of series.
    private(set) var count = 0
    /// Whether every series is named by its position.
    private(set) var isPositional = true
    /// The number that the next new series gets.
    private var next: UInt64 = 1

    init() {}

    /// The number of a series.
    subscript(series: SeriesID) -> UInt64 {
        precondition(series.index < count, "series is unknown")
        return isPositional ? UInt64(series.rawValue) + 1 : column[series.index]
    }

    /// Names a series by a new number and returns it.
    mutating func assignNew(to series: SeriesID) -> UInt64 {
        let reference = next
        assign(reference, to: series)
        return reference
    }

    /// Names a series, the next one or one that took the place of another, by the number that the log has for it.
    mutating func assign(_ reference: UInt64, to series: SeriesID) {
        precondition(series.index <= count, "a series was left out")
        if isPositional, reference != UInt64(series.rawValue) + 1 { storeAll() }
        if series.index == count {
            if !isPositional { column.append(reference) }
            count += 1
        } else if !isPositional {
            column[series.index] = reference
        }
        reserve(reference)
    }

    /// Sees to it that no new series gets this number.
    mutating func reserve(_ reference: UInt64) { next = max(next, reference &+ 1) }

    private mutating func storeAll() {
        isPositional = false
        column.reserve(count + 1)
        for position in 0..<count { column.append(UInt64(position) + 1) }
    }
}
