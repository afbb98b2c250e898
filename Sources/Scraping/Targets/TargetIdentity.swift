internal import PrometheusModel

/// What makes two discovered targets of a job one: all labels after relabelling, and the URL.
struct TargetIdentity: Hashable, Sendable {
    let labels: Labels
    let url: String

    /// When the target is first scraped: its own slot within the interval, the same after every restart.
    ///
    /// - Source: upstream's rule: FNV-64a of the hash of the labels in at least 16 decimal digits and the URL, folded
    ///   with the seed.
    func delayNanoseconds(now: Int64, interval: Int64, seed: UInt64) -> Int64 {
        let digits = String(labels.stableHash)
        let padded = String(repeating: "0", count: max(0, 16 - digits.utf8.count)) + digits
        let hash = FNV.hash(Array((padded + url).utf8))
        let untilNextSlot = interval - now % interval
        let delay = untilNextSlot + Int64((hash ^ seed) % UInt64(interval))
        return delay > interval ? delay - interval : delay
    }
}
