internal import PrometheusBytes

/// The texts of a remote write 2.0 request, which its series name by number.
struct WriteRequestSymbols {
    private var starts: [UInt32] = []
    private var ends: [UInt32] = []

    init() {}

    /// The number of texts.
    var count: Int { starts.count }

    mutating func removeAll() {
        starts.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }

    mutating func append(_ range: Range<Int>) {
        starts.append(UInt32(truncatingIfNeeded: range.lowerBound))
        ends.append(UInt32(truncatingIfNeeded: range.upperBound))
    }

    /// Where the text lies in the body.
    subscript(number: UInt64) -> Range<Int>? {
        guard number < UInt64(count) else { return nil }
        return Int(starts[Int(number)])..<Int(ends[Int(number)])
    }
}
