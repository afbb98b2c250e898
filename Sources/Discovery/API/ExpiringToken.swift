/// A token that a service gave, and until when it is good.
struct ExpiringToken: Sendable, Hashable {
    var text: String
    /// Milliseconds since the Unix epoch.
    var expiry: Int64

    /// Whether it lasts long enough for another refresh.
    func isGood(atMilliseconds now: Int64) -> Bool { expiry - now > 60_000 }

    /// The token in an answer of OAuth 2: `access_token` and `expires_in`.
    init(_ answer: JSONValue, atMilliseconds now: Int64) throws(DiscoveryError) {
        text = answer["access_token"].text
        guard !text.isEmpty else { throw DiscoveryError("no access_token in the answer") }
        // A service that does not tell gives tokens for an hour.
        let seconds = min(max(answer["expires_in"].integer ?? 3600, 0), 1 << 30)
        expiry = now + Int64(seconds) * 1000
    }

    init(text: String, expiry: Int64) {
        self.text = text
        self.expiry = expiry
    }
}
