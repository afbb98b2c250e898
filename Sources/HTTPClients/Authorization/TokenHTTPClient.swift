package import PrometheusModel

/// Adds a token of OAuth 2.0 to each request.
package struct TokenHTTPClient: HTTPClient {
    private let source: OAuth2TokenSource
    private let client: any HTTPClient

    /// Asks for tokens with `tokenClient`; `client` sends the requests and keeps the header from other hosts.
    package init(
        _ settings: OAuth2Settings,
        tokenClient: any HTTPClient,
        client: any HTTPClient,
        clock: WallClock = .system
    ) {
        source = OAuth2TokenSource(settings, client: tokenClient, clock: clock)
        self.client = client
    }

    package func send(_ request: HTTPClientRequest) async throws(HTTPClientError) -> HTTPClientResponse {
        guard request.header("Authorization") == nil else { return try await client.send(request) }
        var request = request
        do throws(OAuth2TokenError) {
            request.headers.append(("Authorization", try await source.header(timeout: request.timeout)))
        } catch {
            throw .failed(method: request.method, url: request.url, reason: error.description)
        }
        return try await client.send(request)
    }
}
