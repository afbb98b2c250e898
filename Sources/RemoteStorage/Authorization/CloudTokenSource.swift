/// Asks a cloud for a token.
protocol CloudTokenSource: Sendable {
    /// A new token.
    func token() async throws(CloudTokenError) -> CloudToken
}
