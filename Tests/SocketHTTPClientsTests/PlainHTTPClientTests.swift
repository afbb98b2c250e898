import HTTPClients
import Synchronization
import Testing
@testable import SocketHTTPClients

@Suite struct PlainHTTPClientTests {
    /// Takes what the plain client does not send.
    private final class Fallback: HTTPClient {
        let requests = Mutex<[HTTPClientRequest]>([])

        func send(_ request: HTTPClientRequest) async throws(HTTPClientError) -> HTTPClientResponse {
            requests.withLock { $0.append(request) }
            return HTTPClientResponse(status: 299, reason: "", headers: [], body: [])
        }
    }

    private let fallback = Fallback()

    private func withClient(_ body: (PlainHTTPClient) async throws -> Void) async throws {
        let loop = SocketLoop()
        defer { loop.stop() }
        try await body(PlainHTTPClient(loop, fallback: fallback, followsRedirects: true, headers: { _ in [] }))
    }

    @Test(arguments: [
        HTTPClientRequest(url: "https://a/", timeout: .seconds(1)),
        HTTPClientRequest(method: "POST", url: "http://127.0.0.1:1/", timeout: .seconds(1)),
        HTTPClientRequest(url: "http://127.0.0.1:1/", headers: [("a\r\nb", "c")], timeout: .seconds(1)),
        HTTPClientRequest(url: "http://127.0.0.1:1/", headers: [("a", "c\r\nd: e")], timeout: .seconds(1)),
    ])
    func `what is not plain goes to the other client`(request: HTTPClientRequest) async throws {
        try await withClient { client in
            let response = try await client.send(request)
            #expect(response.status == 299)
        }
        #expect(fallback.requests.withLock { $0.count } == 1)
    }

    @Test func `a refused connection is told in Go's words`() async throws {
        try await withClient { client in
            let error = await #expect(throws: HTTPClientError.self) {
                try await client.send(HTTPClientRequest(url: "http://127.0.0.1:1/m", timeout: .seconds(5)))
            }
            #expect(
                error?.description
                    == "Get \"http://127.0.0.1:1/m\": dial tcp 127.0.0.1:1: connect: connection refused"
            )
        }
    }

    @Test func `a request after the end is cancelled`() async throws {
        let loop = SocketLoop()
        let client = PlainHTTPClient(loop, fallback: fallback, followsRedirects: true, headers: { _ in [] })
        loop.stop()
        await #expect(throws: HTTPClientError.self) {
            try await client.send(HTTPClientRequest(url: "http://127.0.0.1:1/", timeout: .seconds(5)))
        }
    }
}
