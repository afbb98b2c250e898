/// The queriers that are open on the head, and how far back each looks.
struct OpenReaders {
    private var oldest: [UInt64: Int64] = [:]
    private var next: UInt64 = 0
    /// What is older is about to be dropped: new queriers do not look there.
    var barrier = Int64.min

    init() {}

    /// The number of open queriers.
    var count: Int { oldest.count }

    /// The registration of the newest querier so far.
    var newest: UInt64 { next }

    /// Whether a querier is open whose registration is this one or an earlier one.
    func isOpen(upTo registration: UInt64) -> Bool { oldest.keys.contains { $0 <= registration } }

    /// Registers a querier that looks back to `time`.
    mutating func open(from time: Int64) -> UInt64 {
        next += 1
        oldest[next] = max(time, barrier)
        return next
    }

    /// Forgets a querier.
    mutating func close(_ reader: UInt64) { oldest[reader] = nil }

    /// Whether a querier looks at times before `time`.
    func isReading(before time: Int64) -> Bool { oldest.values.contains { $0 < time } }
}
