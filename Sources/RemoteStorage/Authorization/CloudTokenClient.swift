internal import HTTPClients
internal import PrometheusModel

/// Adds a cloud's token to each request.
struct CloudTokenClient: HTTPClient {
    private let keeper: CloudTokenKeeper
    private let client: any HTTPClient
    /// Headers that go with the token.
    private let headers: [(name: String, value: String)]

    init(
        _ source: any CloudTokenSource,
        headers: [(name: String, value: String)] = [],
        client: any HTTPClient,
        clock: WallClock
    ) {
        keeper = CloudTokenKeeper(source, clock: clock)
        self.client = client
        self.headers = headers
    }

    func send(_ request: HTTPClientRequest) async throws(HTTPClientError) -> HTTPClientResponse {
        var request = request
        do throws(CloudTokenError) {
            request.headers.append(("Authorization", "Bearer \(try await keeper.current().value)"))
        } catch {
            throw .failed(method: request.method, url: request.url, reason: error.description)
        }
        request.headers += headers
        return try await client.send(request)
    }
}
