import HTTPClients

/// Answers watches with nothing, for as long as anybody waits.
struct EndlessWatch: HTTPClient {
    func send(_ request: HTTPClientRequest) async throws(HTTPClientError) -> HTTPClientResponse {
        try? await Task.sleep(for: .seconds(3600))
        throw .cancelled
    }
}
