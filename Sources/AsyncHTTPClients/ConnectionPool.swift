import AsyncHTTPClient
import Dispatch

/// Connections of one kind; closed when nobody uses them any longer.
final class ConnectionPool: Sendable {
    let client: AsyncHTTPClient.HTTPClient

    init(_ client: AsyncHTTPClient.HTTPClient) { self.client = client }

    // A pool that goes away while open is a crash in AsyncHTTPClient; one that is closed already refuses only.
    deinit { client.shutdown(queue: .global()) { _ in } }
}
