/// A token of a cloud for the `Authorization` header.
struct CloudToken: Sendable, Hashable {
    let value: String
    /// From when on a new one is asked for, in milliseconds since the Unix epoch.
    let refreshMilliseconds: Int64
    /// Until when it counts.
    let expiryMilliseconds: Int64

    /// A token that lasts `seconds` from now on; half of them pass before the next one is asked for.
    init(_ value: String, lasting seconds: Int64, nowMilliseconds now: Int64) {
        self.value = value
        let lifetime = max(0, min(seconds, 1 << 32)) * 1000
        refreshMilliseconds = now + lifetime / 2
        expiryMilliseconds = now + lifetime
    }
}
