internal import PrometheusModel

/// Keeps a token until it should be renewed; all who want it wait for one request.
actor CloudTokenKeeper {
    private let source: any CloudTokenSource
    private let clock: WallClock
    private var token: CloudToken?
    /// The request that is under way.
    private var fetch: Task<Result<CloudToken, CloudTokenError>, Never>?

    init(_ source: any CloudTokenSource, clock: WallClock) {
        self.source = source
        self.clock = clock
    }

    /// A token that counts.
    ///
    /// An old one serves until it expires if there is no new one.
    func current() async throws(CloudTokenError) -> CloudToken {
        if let token, token.refreshMilliseconds > clock.nowMilliseconds() { return token }
        let source = source
        let fetch =
            fetch
            ?? Task {
                do throws(CloudTokenError) { return .success(try await source.token()) } catch {
                    return .failure(error)
                }
            }
        self.fetch = fetch
        let result = await fetch.value
        if self.fetch == fetch { self.fetch = nil }
        switch result {
        case .success(let fresh):
            token = fresh
            return fresh
        case .failure(let error):
            if let token, token.expiryMilliseconds > clock.nowMilliseconds() { return token }
            throw error
        }
    }
}
