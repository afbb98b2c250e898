internal import HTTPClients

/// Keys of an account, and until when they are good.
struct AWSKeys: Sendable, Hashable {
    var credentials: SigV4Credentials
    /// Milliseconds since the Unix epoch; `nil` for keys that are read anew each time or do not expire.
    var expiry: Int64?

    /// Whether they end within a minute.
    func isExpiring(atMilliseconds now: Int64) -> Bool { expiry.map { $0 - now < 60_000 } ?? false }
}
