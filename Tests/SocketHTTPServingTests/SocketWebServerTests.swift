import HTTPServing
import LabelMatching
import PrometheusClient
import Synchronization
import Testing

@testable import SocketHTTPServing

/// The server over real sockets, with clients that say exactly what a test wants.
@Suite(.timeLimit(.minutes(1))) struct SocketWebServerTests {
    /// A body in pieces, about `count` times 10,000 bytes.
    private struct Pieces: ResponsePieces {
        var rest: Int

        mutating func next() -> [UInt8]? {
            guard rest > 0 else { return nil }
            rest -= 1
            return [UInt8](repeating: UInt8(ascii: "x"), count: 10_000)
        }
    }

    /// What a slow endpoint tells of itself.
    private final class Slow: Sendable {
        let began = AsyncStream<Void>.makeStream()
        let wasCancelled = Atomic<Bool>(false)
    }

    private func site(_ registry: Registry, _ slow: Slow) throws -> WebSite {
        WebSite(
            routePrefix: "/",
            origins: try CrossOriginPolicy(".*"),
            readiness: Readiness(),
            metrics: try RequestMetrics(registry),
            routes: [
                Route(["GET", "HEAD"], "/small", .always, .never) { .text("small " + $0.query) },
                Route(["GET"], "/large", .always, .never) { _ in
                    OutgoingResponse(status: 200, body: .pieces(Pieces(rest: 2000)))
                },
                Route(["POST"], "/echo", .always, .never) { request in
                    do throws(RequestBodyError) {
                        return OutgoingResponse(status: 200, body: .bytes(try await request.body(upTo: 1_000_000)))
                    } catch {
                        return .failure(error.description, status: error == .tooLarge ? 413 : 400)
                    }
                }, Route(["POST"], "/deaf", .always, .never) { _ in .text("did not listen") },
                Route(["GET"], "/slow", .always, .never) { request in
                    slow.began.continuation.yield()
                    do {
                        _ = try await request.client.whilePresent {
                            do {
                                try await Task.sleep(for: .seconds(3600))
                            } catch {
                                slow.wasCancelled.store(true, ordering: .relaxed)
                                throw error
                            }
                        }
                    } catch {
                        slow.began.continuation.yield()
                    }
                    return .text("slow")
                },
            ]
        )
    }

    /// Runs a server on a free port, gives the port to `body`, and cancels it.
    private func withServer(
        connections: Int = 512,
        readTimeout: Duration = .seconds(60),
        _ body: @Sendable @escaping (Int, Slow) async throws -> Void
    ) async throws {
        let (registry, slow) = (Registry(), Slow())
        let (addresses, report) = AsyncStream<[ListenAddress]>.makeStream()
        var settings = WebServerSettings(addresses: [ListenAddress(host: "127.0.0.1", port: 0)])
        settings.maximumConnections = connections
        settings.readTimeout = readTimeout
        let server = try #require(
            SocketWebServer(site: site(registry, slow), settings: settings, metrics: ConnectionMetrics(registry)) {
                report.yield($0)
            }
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            for await opened in addresses {
                try await body(opened[0].port, slow)
                break
            }
            group.cancelAll()
        }
    }

    private static func bodies(_ answer: String) -> [String] {
        answer.split(separator: "\r\n\r\n").dropFirst().map { $0.split(separator: "HTTP").first.map(String.init) ?? "" }
    }

    @Test(arguments: [
        ("GET /small?a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "HTTP/1.1 200 OK", "small a"),
        ("GET /small?b HTTP/1.0\r\n\r\n", "HTTP/1.0 200 OK", "small b"),
        ("\r\nGET /small?c HTTP/1.0\n\n", "HTTP/1.0 200 OK", "small c"),
        ("HEAD /small?d HTTP/1.1\r\nhost:a\r\nconnection: CLOSE\r\n\r\n", "HTTP/1.1 200 OK", "\r\n\r\n"),
        ("GET http://a/small?e HTTP/1.1\r\nHost: a\r\nConnection: x, close\r\n\r\n", "HTTP/1.1 200 OK", "small e"),
        (
            "POST /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello", "HTTP/1.1 200 OK",
            "hello"
        ),
        (
            "POST /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "3;x=y\r\nhel\r\n2\r\nlo\r\n0\r\nTrailer: z\r\n\r\n", "HTTP/1.1 200 OK", "hello"
        ),
        ("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "HTTP/1.1 400 Bad Request", ""),
        ("GET /none HTTP/1.0\r\n\r\n", "HTTP/1.0 404 Not Found", "404 page not found\n"),
    ])
    func `requests are answered and the connection is closed where it should be`(
        request: String,
        status: String,
        end: String
    ) async throws {
        try await withServer { port, _ in
            let client = try RawClient(port: port)
            await client.send(request)
            let answer = await client.read()
            #expect(answer.hasPrefix(status + "\r\n"))
            #expect(answer.hasSuffix(end))
            #expect(answer.contains("Connection: close\r\n"))
        }
    }

    @Test(arguments: [
        ("nonsense\r\n\r\n", "400 Bad Request"), ("GET /small\r\n\r\n", "400 Bad Request"),
        ("GET /small HTTP/1.1\r\n\r\n", "400 Bad Request: missing required Host header"),
        ("GET /small HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400 Bad Request: too many Host headers"),
        ("GET /small HTTP/2.0\r\nHost: a\r\n\r\n", "505 HTTP Version Not Supported: unsupported protocol version"),
        ("GET /small HTTP/1.1\r\nHost : a\r\n\r\n", "400 Bad Request"),
        ("GET /small HTTP/1.1\r\nHost: a\r\nX: \u{1}\r\n\r\n", "400 Bad Request: invalid header value"),
        ("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", "400 Bad Request"),
        ("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", "400 Bad Request"),
        (
            "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
            "400 Bad Request"
        ),
        (
            "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n",
            "501 Not Implemented: unsupported transfer encoding"
        ), ("GET /small HTTP/1.1\r\nHost: a\r\nExpect: wonders\r\n\r\n", "417 Expectation Failed"),
    ])
    func `what is no request is refused as Go refuses it`(request: String, body: String) async throws {
        try await withServer { port, _ in
            let client = try RawClient(port: port)
            await client.send(request)
            let answer = await client.read()
            #expect(answer.hasPrefix("HTTP/1.1 \(body.prefix { $0 != ":" })\r\n"))
            #expect(answer.hasSuffix("\r\n\r\n" + body))
        }
    }

    @Test func `a head without an end is refused`() async throws {
        try await withServer { port, _ in
            let client = try RawClient(port: port)
            await client.send("GET /small HTTP/1.1\r\nX: " + String(repeating: "x", count: 1 << 20))
            #expect(await client.read().hasPrefix("HTTP/1.1 431 Request Header Fields Too Large\r\n"))
        }
    }

    @Test func `requests that come together are answered one after the other`() async throws {
        try await withServer { port, _ in
            let client = try RawClient(port: port)
            var requests = ""
            for number in 0..<50 { requests += "GET /small?\(number) HTTP/1.1\r\nHost: a\r\n\r\n" }
            requests += "GET /small?last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
            await client.send(requests)
            let answer = await client.read()
            #expect(Self.bodies(answer) == (0..<50).map { "small \($0)" } + ["small last"])
        }
    }

    @Test func `a request may come byte by byte`() async throws {
        try await withServer { port, _ in
            let client = try RawClient(port: port)
            let request = "POST /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc"
            for byte in request.utf8 { await client.send([byte]) }
            #expect(await client.read().hasSuffix("\r\n\r\nabc"))
        }
    }

    @Test func `a large answer is taken as slowly as the client wants`() async throws {
        try await withServer { port, _ in
            let client = try RawClient(port: port)
            await client.send(
                "GET /large HTTP/1.1\r\nHost: a\r\n\r\nGET /small?x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
            )
            // Others are served meanwhile.
            let other = try RawClient(port: port)
            await other.send("GET /small?y HTTP/1.0\r\n\r\n")
            #expect(await other.read().hasSuffix("small y"))
            let answer = await client.read()
            #expect(answer.hasSuffix("small x"))
            #expect(answer.utf8.count { $0 == UInt8(ascii: "x") } >= 20_000_000)
            #expect(answer.contains("Transfer-Encoding: chunked"))
        }
    }

    @Test func `a body is asked for when an endpoint wants it`() async throws {
        try await withServer { port, _ in
            let client = try RawClient(port: port)
            let head = "Host: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n"
            await client.send("POST /echo HTTP/1.1\r\n" + head)
            #expect(await client.read(to: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
            await client.send("hello")
            #expect(await client.read(to: "hello").hasPrefix("HTTP/1.1 200 OK\r\n"))
            // Nobody wants this one: the connection ends, as the body may or may not follow.
            await client.send("POST /deaf HTTP/1.1\r\n" + head)
            let answer = await client.read()
            #expect(answer.hasSuffix("did not listen") && answer.contains("Connection: close"))
        }
    }

    @Test func `a body that nobody took is passed over`() async throws {
        try await withServer { port, _ in
            let client = try RawClient(port: port)
            await client.send("POST /deaf HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n")
            await client.send([UInt8](repeating: 7, count: 100_000))
            await client.send("GET /small?z HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(await client.read().hasSuffix("small z"))
        }
    }

    @Test func `a body beyond the limit is refused, and the answer arrives`() async throws {
        try await withServer { port, _ in
            let client = try RawClient(port: port)
            await client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\n\r\n")
            await client.send([UInt8](repeating: 7, count: 1_000_000))
            let answer = await client.read()
            #expect(answer.hasPrefix("HTTP/1.1 413 Request Entity Too Large\r\n"))
            #expect(answer.hasSuffix("http: request body too large\n"))
        }
    }

    @Test func `work stops when the client has gone`() async throws {
        try await withServer { port, slow in
            var began = slow.began.stream.makeAsyncIterator()
            var client: RawClient? = try RawClient(port: port)
            await client?.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
            await began.next()
            client = nil
            await began.next()
            let wasCancelled = slow.wasCancelled.load(ordering: .relaxed)
            #expect(wasCancelled)
        }
    }

    @Test func `connections beyond the limit wait for their turn`() async throws {
        try await withServer(connections: 1) { port, _ in
            var first: RawClient? = try RawClient(port: port)
            await first?.send("GET /small?1 HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(await first?.read(to: "small 1").hasSuffix("small 1") == true)
            let second = try RawClient(port: port)
            await second.send("GET /small?2 HTTP/1.0\r\n\r\n")
            first = nil
            #expect(await second.read().hasSuffix("small 2"))
        }
    }

    @Test func `a client that says nothing is not waited for`() async throws {
        try await withServer(readTimeout: .milliseconds(50)) { port, _ in
            let client = try RawClient(port: port)
            await client.send("GET /small HT")
            #expect(await client.read().isEmpty)
        }
    }

    @Test func `an address that is taken is told`() async throws {
        try await withServer { port, slow in
            let registry = Registry()
            let address = ListenAddress(host: "127.0.0.1", port: port)
            let second = try #require(
                SocketWebServer(
                    site: site(registry, slow),
                    settings: WebServerSettings(addresses: [address]),
                    metrics: ConnectionMetrics(registry)
                ) { _ in }
            )
            let error = await #expect(throws: WebServerError.self) { try await second.run() }
            #expect(error?.description == "listen tcp \(address): bind: address already in use")
        }
    }
}
