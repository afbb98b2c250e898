/// The beginnings of points at the same times: the series of an answer mostly share them.
///
/// Nothing is kept of the first column, which may be the only one.
struct TimeColumnText {
    private var column: [Int64] = []
    private var text: [UInt8] = []
    private var ends: [Int] = []

    /// Whether the texts of these times are there from now on.
    mutating func isKnown(_ times: [Int64]) -> Bool {
        // Mostly the very same array, which takes no comparing.
        guard times == column else {
            column = times
            text.removeAll(keepingCapacity: true)
            ends.removeAll(keepingCapacity: true)
            return false
        }
        if ends.isEmpty, !times.isEmpty { write() }
        return true
    }

    private mutating func write() {
        let column = column
        ends.reserveCapacity(column.count)
        for time in column {
            text.append(addingCapacity: JSONWriter.timeBytes + 3) { JSONWriter.beginPoint(time, to: &$0) }
            ends.append(text.count)
        }
    }

    /// Appends the beginning of a point at a time by its position.
    @inline(__always)
    func append(_ index: Int, to span: inout OutputSpan<UInt8>) {
        let start = index == 0 ? 0 : ends[index - 1]
        let count = ends[index] - start
        precondition(span.freeCapacity >= count && start + count <= text.count, "there is no room for a time")
        // Safe: there is room for `count` bytes, which the text has.
        unsafe span.withUnsafeMutableBufferPointer { buffer, initialized in
            unsafe text.withUnsafeBufferPointer { text in
                guard let target = buffer.baseAddress, let source = text.baseAddress else { return }
                unsafe (target + initialized).update(from: source + start, count: count)
            }
            initialized &+= count
        }
    }
}
