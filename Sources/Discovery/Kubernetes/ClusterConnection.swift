internal import HTTPClients
internal import PrometheusClient

/// Sends requests to the server of a cluster.
struct ClusterConnection: Sendable {
    /// The most bytes of a page of a list.
    private static let largestPage = 1 << 30

    /// The server's URL without a slash at its end.
    let base: String
    let client: any HTTPClient
    let userAgent: String
    let metrics: KubernetesMetrics

    init(base: String, client: any HTTPClient, userAgent: String, metrics: KubernetesMetrics) {
        self.base = base.hasSuffix("/") ? String(base.dropLast()) : base
        self.client = client
        self.userAgent = userAgent
        self.metrics = metrics
    }

    /// The body of an answer to `path`.
    func get(_ path: String, query: String) async throws -> [UInt8] {
        let start = ContinuousClock.now
        let response = try await send(request(path, query, timeout: .seconds(120)))
        let elapsed = (ContinuousClock.now - start).components
        metrics.requestDurations[path].observe(Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18)
        return response.body
    }

    /// Hands over the pieces of a long answer to `path` until it ends.
    func follow(
        _ path: String,
        query: String,
        timeout: Duration,
        _ take: @escaping @Sendable ([UInt8]) -> Void
    ) async throws {
        var request = request(path, query, timeout: timeout)
        request.takeBody = take
        let response = try await send(request)
        // A client that does not know of pieces has the whole body.
        if !response.body.isEmpty { take(response.body) }
    }

    private func request(_ path: String, _ query: String, timeout: Duration) -> HTTPClientRequest {
        HTTPClientRequest(
            url: "\(base)\(path)?\(query)",
            headers: [("User-Agent", userAgent), ("Accept", "application/json")],
            timeout: timeout,
            maximumBodyBytes: Self.largestPage
        )
    }

    private func send(_ request: HTTPClientRequest) async throws -> HTTPClientResponse {
        let response: HTTPClientResponse
        do {
            response = try await client.send(request)
        } catch {
            metrics.requests["<error>"].increment()
            throw error
        }
        metrics.requests[String(response.status)].increment()
        guard response.status == 200 else {
            throw ClusterError(status: response.body, code: response.status, reason: response.reason)
        }
        return response
    }
}
