/// Sends HTTP requests for one purpose (a scrape job, an Alertmanager group) with that purpose's settings.
///
/// The implementation over sockets is in `AsyncHTTPClients`; services know this protocol only, so that they build and
/// test without an event loop.
package protocol HTTPClient: Sendable {
    /// Sends `request` and collects the answer's body.
    /// - Throws: `HTTPClientError`. Cancelling the task abandons the request.
    func send(_ request: HTTPClientRequest) async throws(HTTPClientError) -> HTTPClientResponse
}
