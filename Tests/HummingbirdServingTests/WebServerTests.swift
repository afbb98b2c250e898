import AsyncHTTPClients
import HTTPClients
import HTTPServing
import HummingbirdServing
import LabelMatching
import Logging
import PrometheusClient
import Testing

@Suite(.timeLimit(.minutes(1))) struct WebServerTests {
    /// A body of a million bytes in pieces.
    private struct Million: ResponsePieces {
        var rest = 100

        mutating func next() -> [UInt8]? {
            guard rest > 0 else { return nil }
            rest -= 1
            return [UInt8](repeating: UInt8(ascii: "x"), count: 10_000)
        }
    }

    private func site(_ registry: Registry) throws -> WebSite {
        WebSite(
            routePrefix: "/",
            origins: try CrossOriginPolicy(".*"),
            readiness: Readiness(),
            metrics: try RequestMetrics(registry),
            routes: [
                Route(["GET"], "/small", .always, .never) { .text("small " + $0.query) },
                Route(["GET"], "/large", .always, .whenAccepted) { _ in
                    OutgoingResponse(status: 200, body: .pieces(Million()))
                },
                Route(["POST"], "/echo", .always, .never) { request in
                    do throws(RequestBodyError) {
                        return OutgoingResponse(status: 200, body: .bytes(try await request.body(upTo: 1000)))
                    } catch {
                        return .failure(error.description, status: 413)
                    }
                },
            ]
        )
    }

    /// Runs a server on a free port, gives its URL and a client to `body`, and cancels it.
    private func withServer(_ body: (String, any HTTPClient) async throws -> Void) async throws {
        let registry = Registry()
        let (addresses, report) = AsyncStream<[ListenAddress]>.makeStream()
        let server = try WebServer(
            site: site(registry),
            settings: WebServerSettings(addresses: [ListenAddress(host: "127.0.0.1", port: 0)]),
            metrics: ConnectionMetrics(registry),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ) { report.yield($0) }
        let factory = HTTPClientFactory()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            for await address in addresses {
                try await body("http://\(address[0])", try factory.client(HTTPClientSettings()))
                break
            }
            group.cancelAll()
        }
        await factory.shutdown()
    }

    @Test func `answers arrive with length, type and date`() async throws {
        try await withServer { url, client in
            let response = try await client.send(HTTPClientRequest(url: url + "/small?a=b", timeout: .seconds(10)))
            #expect(response.status == 200)
            #expect(response.body == Array("small a=b".utf8))
            #expect(response.header("content-length") == "9")
            #expect(response.header("content-type") == "text/plain; charset=utf-8")
            #expect(response.header("date")?.hasSuffix(" GMT") == true)
        }
    }

    @Test(arguments: ["identity", "gzip"])
    func `large answers arrive whole`(encoding: String) async throws {
        try await withServer { url, client in
            let request = HTTPClientRequest(
                url: url + "/large",
                headers: [("Accept-Encoding", encoding)],
                timeout: .seconds(10)
            )
            let response = try await client.send(request)
            #expect(response.header("transfer-encoding") == "chunked")
            #expect(encoding == "gzip" ? response.body.count < 20_000 : response.body.count == 1_000_000)
        }
    }

    @Test(arguments: [(1000, 200), (1001, 413)])
    func `bodies are read up to the limit`(count: Int, status: Int) async throws {
        try await withServer { url, client in
            let body = [UInt8](repeating: 7, count: count)
            let request = HTTPClientRequest(method: "POST", url: url + "/echo", body: body, timeout: .seconds(10))
            let response = try await client.send(request)
            #expect(response.status == status)
            // The connection is still good.
            let next = try await client.send(HTTPClientRequest(url: url + "/small", timeout: .seconds(10)))
            #expect(next.status == 200)
        }
    }

    @Test(arguments: [
        ("GET /small HTTP/1.0\r\n\r\n", "HTTP/1.0 200 OK", ["Connection: close", "Content-Length: 6"], "small "),
        (
            "GET /small HTTP/1.1\r\nHost: a\r\nConnection: Close\r\n\r\n", "HTTP/1.1 200 OK",
            ["Connection: close", "Content-Length: 6"], "small "
        ), ("GET /large HTTP/1.0\r\n\r\n", "HTTP/1.0 200 OK", ["Connection: close"], "x"),
    ])
    func `the connection is closed for clients that wait for it`(
        request: String,
        status: String,
        headers: [String],
        end: String
    ) async throws {
        try await withServer { url, _ in
            let address = try ListenAddress(String(url.dropFirst("http://".count)))
            let answer = try await RawExchange.untilClose(host: address.host, port: address.port, request)
            let lines = answer.split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
            #expect(lines.first == status)
            for header in headers { #expect(lines.contains { $0.lowercased() == header.lowercased() }) }
            #expect(lines.last?.hasSuffix(end) == true)
            // A client of HTTP/1.0 knows no chunks.
            if lines.contains("") { #expect(!answer.lowercased().contains("transfer-encoding")) }
        }
    }

    @Test func `a client of HTTP 1,0 may keep the connection`() async throws {
        try await withServer { url, _ in
            let address = try ListenAddress(String(url.dropFirst("http://".count)))
            let kept = "GET /small?1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"
            let last = "GET /small?2 HTTP/1.0\r\n\r\n"
            let answer = try await RawExchange.untilClose(host: address.host, port: address.port, kept + last)
            #expect(answer.contains("small 1"))
            #expect(answer.hasSuffix("small 2"))
            #expect(answer.lowercased().contains("connection: keep-alive"))
        }
    }

    @Test func `an address that is taken is told`() async throws {
        try await withServer { url, _ in
            let address = try ListenAddress(String(url.dropFirst("http://".count)))
            let registry = Registry()
            let second = try WebServer(
                site: site(registry),
                settings: WebServerSettings(addresses: [address]),
                metrics: ConnectionMetrics(registry),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            ) { _ in }
            let error = await #expect(throws: WebServerError.self) { try await second.run() }
            #expect(error?.description == "listen tcp \(address): bind: address already in use")
        }
    }
}
