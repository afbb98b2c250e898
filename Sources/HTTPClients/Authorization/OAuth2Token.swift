/// A token of OAuth 2.0 and until when it counts.
struct OAuth2Token: Sendable {
    /// The value of the `Authorization` header.
    let header: String
    /// Milliseconds since the Unix epoch; `nil` for a token that does not expire.
    let expiryMilliseconds: Int64?
    /// The secret that it was fetched with.
    let secret: String
}
