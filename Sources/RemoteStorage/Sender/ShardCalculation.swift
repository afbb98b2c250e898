/// How many shards the load needs: rates that follow it slowly, looked at every ten seconds.
struct ShardCalculation: Sendable {
    /// Upstream's numbers: weight of the newest rate, seconds between looks, share of a backlog worked off a second.
    private static let weight = 0.2
    static let tickSeconds = 10.0
    private static let backlogShare = 0.05
    private static let tolerance = 0.3

    /// What happened since the queue began.
    struct Totals: Sendable {
        var arrived = 0
        var dropped = 0
        var sent = 0
        /// The time that requests took, summed over shards.
        var sendingSeconds = 0.0
    }

    /// A rate a second, weighted exponentially.
    private struct Rate {
        private(set) var value = 0.0
        private var isSet = false

        mutating func add(_ amount: Double) {
            let now = amount / ShardCalculation.tickSeconds
            if isSet {
                value += ShardCalculation.weight * (now - value)
            } else if amount > 0 {
                isSet = true
                value = now
            }
        }
    }

    private var last = Totals()
    private var arrived = Rate()
    private var dropped = Rate()
    private var sent = Rate()
    private var sending = Rate()
    private let limits: ClosedRange<Int>

    init(limits: ClosedRange<Int>) { self.limits = limits }

    /// The number of shards that the load needs without limits, and the one to have from now on.
    mutating func next(_ totals: Totals, delaySeconds: Double, current: Int) -> (desired: Double?, shards: Int) {
        arrived.add(Double(totals.arrived - last.arrived))
        dropped.add(Double(totals.dropped - last.dropped))
        sent.add(Double(totals.sent - last.sent))
        sending.add(totals.sendingSeconds - last.sendingSeconds)
        last = totals
        guard sent.value > 0 else { return (nil, current) }
        let kept = sent.value / (dropped.value + sent.value)
        let backlog = delaySeconds * arrived.value * kept
        let desired = sending.value / sent.value * (arrived.value * kept + Self.backlogShare * backlog)
        guard desired.isFinite else { return (nil, current) }
        let lower = Double(current) * (1 - Self.tolerance)
        let upper = Double(current) * (1 + Self.tolerance)
        let rounded = desired.rounded(.up)
        if lower <= desired, desired <= upper { return (desired, current) }
        let whole = Int(min(max(rounded, 0), 1e6))
        if delaySeconds > Self.tickSeconds, whole < current { return (desired, current) }
        return (desired, min(max(whole, limits.lowerBound), limits.upperBound))
    }
}
