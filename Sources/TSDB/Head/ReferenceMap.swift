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

    /// Names the next series by a new number and returns it.
    mutating func appendNew() -> UInt64 {
        let reference = next
        append(reference)
        return reference
    }

    /// Names the next series by the number that the log has for it.
    mutating func append(_ reference: UInt64) {
        if isPositional, reference != UInt64(count) + 1 { storeAll() }
        if !isPositional { column.append(reference) }
        count += 1
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
