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

    private func client(_ loop: SocketLoop) -> PlainHTTPClient {
        PlainHTTPClient(loop, fallback: fallback, headers: { _ in [("X-Job", "a")] })
    }

    /// Runs `body` with a server and a client, and stops both.
    private func withServer(
        _ script: @escaping @Sendable (Int, Peer) -> Void,
        _ body: (LoopbackServer, PlainHTTPClient) async throws -> Void
    ) async throws {
        let server = try LoopbackServer(script)
        defer { server.stop() }
        let loop = try #require(SocketLoop())
        defer { loop.stop() }
        try await body(server, client(loop))
    }

    private func request(_ url: String, timeout: Duration = .seconds(20), limit: Int? = nil) -> HTTPClientRequest {
        HTTPClientRequest(url: url, timeout: timeout, maximumBodyBytes: limit)
    }

    private func failure(_ client: PlainHTTPClient, _ request: HTTPClientRequest) async -> String? {
        do throws(HTTPClientError) { _ = try await client.send(request) } catch { return error.description }
        return nil
    }

    private static let answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

    // MARK: Which requests

    @Test(arguments: [
        HTTPClientRequest(url: "https://a/", timeout: .seconds(1)),
        HTTPClientRequest(method: "POST", url: "http://127.0.0.1:1/", timeout: .seconds(1)),
        HTTPClientRequest(url: "http://127.0.0.1:1/", body: [1], timeout: .seconds(1)),
        HTTPClientRequest(url: "http://127.0.0.1:1/", headers: [("a\r\nb", "c")], timeout: .seconds(1)),
        HTTPClientRequest(url: "http://127.0.0.1:1/", headers: [("a", "c\r\nd: e")], timeout: .seconds(1)),
        HTTPClientRequest(url: "http://127.0.0.1:1/", headers: [("host", "c")], timeout: .seconds(1)),
    ])
    func `what is not plain goes to the other client`(request: HTTPClientRequest) async throws {
        let loop = try #require(SocketLoop())
        defer { loop.stop() }
        let response = try await client(loop).send(request)
        #expect(response.status == 299)
        #expect(fallback.requests.withLock { $0.count } == 1)
    }

    @Test func `a redirect is the answer`() async throws {
        try await withServer { _, peer in
            _ = peer.request()
            peer.send("HTTP/1.1 302 Found\r\nLocation: /new\r\nContent-Length: 0\r\n\r\n")
        } _: { server, client in
            let response = try await client.send(HTTPClientRequest(url: server.url, timeout: .seconds(20)))
            #expect(response.status == 302)
            #expect(response.header("Location") == "/new")
        }
    }

    @Test func `request and settings give the headers, the server the answer`() async throws {
        try await withServer { _, peer in
            guard let request = peer.request() else { return }
            peer.send("HTTP/1.1 404 Not Found\r\nX-A: b\r\nContent-Length: \(request.utf8.count)\r\n\r\n\(request)")
        } _: { server, client in
            let request = HTTPClientRequest(
                url: server.url + "/m?a=b",
                headers: [("Accept", "x")],
                timeout: .seconds(20)
            )
            let response = try await client.send(request)
            #expect(response.status == 404)
            #expect(response.reason == "Not Found")
            #expect(response.header("x-a") == "b")
            let expected =
                "GET /m?a=b HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\nAccept: x\r\nX-Job: a\r\n\r\n"
            #expect(String(decoding: response.body, as: UTF8.self) == expected)
        }
    }

    @Test(arguments: [
        "HTTP/1.0 200 OK\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\no\r\n1\r\nk\r\n0\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\nok",
    ])
    func `an answer may come in any form and in any pieces`(answer: String) async throws {
        try await withServer { _, peer in
            guard peer.request() != nil else { return }
            for character in answer.utf8 { peer.send(String(decoding: [character], as: UTF8.self)) }
        } _: {
            let response = try await $1.send(request($0.url))
            #expect(response.body == Array("ok".utf8))
        }
    }

    @Test func `a large body arrives whole, and a second one on the same connection`() async throws {
        let body = String(repeating: "0123456789abcdef", count: 1 << 19)
        try await withServer { _, peer in
            while peer.request() != nil {
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n" + body)
            }
        } _: {
            for _ in 0..<2 {
                let response = try await $1.send(request($0.url))
                #expect(response.body.elementsEqual(body.utf8))
            }
            #expect($0.connectionCount == 1)
        }
    }

    @Test func `a request that does not fit into the socket is sent in pieces`() async throws {
        try await withServer { _, peer in
            while let request = peer.request() {
                let text = "\(request.utf8.count)"
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: \(text.utf8.count)\r\n\r\n" + text)
            }
        } _: { server, client in
            let header = String(repeating: "a", count: 12 << 20)
            let large = HTTPClientRequest(url: server.url, headers: [("X", header)], timeout: .seconds(60))
            // On a new connection and on a kept one.
            for _ in 0..<2 {
                let body = try await client.send(large).body
                #expect(try #require(Int(String(decoding: body, as: UTF8.self))) > header.utf8.count)
            }
            #expect(server.connectionCount == 1)
        }
    }

    @Test func `many requests at a time are answered each with its own`() async throws {
        try await withServer { _, peer in
            while let request = peer.request() {
                let target = request.split(separator: " ")[1]
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: \(target.utf8.count)\r\n\r\n\(target)")
            }
        } _: { server, client in
            await withTaskGroup(of: Bool.self) { group in
                for number in 0..<50 {
                    group.addTask {
                        for round in 0..<5 {
                            let target = "/\(number)/\(round)"
                            let response = try? await client.send(request(server.url + target))
                            guard response?.body == Array(target.utf8) else { return false }
                        }
                        return true
                    }
                }
                for await isRight in group { #expect(isRight) }
            }
            #expect(server.connectionCount <= 50)
        }
    }

    // MARK: Kept connections

    @Test func `a kept connection that the server closes is replaced`() async throws {
        try await withServer { number, peer in
            guard peer.request() != nil else { return }
            peer.send(Self.answer)
            // The first connection ends instead of an answer.
            while peer.request() != nil, number > 1 { peer.send(Self.answer) }
        } _: {
            for _ in 0..<3 {
                let response = try await $1.send(request($0.url))
                #expect(response.status == 200)
            }
            #expect($0.connectionCount == 2)
        }
    }

    @Test func `what a server sends unasked ends the connection`() async throws {
        try await withServer { _, peer in
            guard peer.request() != nil else { return }
            peer.send(Self.answer + Self.answer)
            peer.waitForEnd()
        } _: {
            for _ in 0..<2 {
                let response = try await $1.send(request($0.url))
                #expect(response.status == 200)
            }
            #expect($0.connectionCount == 2)
        }
    }

    // MARK: Failures

    @Test(arguments: [
        ("", "EOF"),
        ("HTTP/1.1 200", "unexpected EOF"),
        ("SSH-2.0-x\r\n", "net/http: HTTP/1.x transport connection broken: malformed HTTP response \"SSH-2.0-x\""),
        ("\r\n", "net/http: HTTP/1.x transport connection broken: malformed HTTP response \"\""),
    ])
    func `a broken head fails the request`(answer: String, reason: String) async throws {
        try await withServer { _, peer in
            if peer.request() != nil { peer.send(answer) }
        } _: {
            #expect(await failure($1, request($0.url)) == "Get \"\($0.url)\": " + reason)
        }
    }

    @Test(arguments: [
        ("Content-Length: 3\r\n\r\nab", "unexpected EOF"),
        ("Transfer-Encoding: chunked\r\n\r\nz\r\n", "invalid byte in chunk length"),
        ("Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n", "malformed chunked encoding"),
    ])
    func `a broken body is told without the request, as Go does`(answer: String, reason: String) async throws {
        try await withServer { _, peer in
            if peer.request() != nil { peer.send("HTTP/1.1 200 OK\r\n" + answer) }
        } _: {
            #expect(await failure($1, request($0.url)) == reason)
        }
    }

    @Test func `a reset is told in Go's words`() async throws {
        try await withServer { _, peer in
            _ = peer.request()
            peer.resetOnClose()
        } _: {
            let reason = "read tcp 127.0.0.1:\($0.port): read: connection reset by peer"
            #expect(await failure($1, request($0.url)) == "Get \"\($0.url)\": \(reason)")
        }
    }

    @Test func `a refused connection is told in Go's words`() async throws {
        try await withServer({ _, _ in }) {
            let url = "http://127.0.0.1:1/m"
            let reason = "dial tcp 127.0.0.1:1: connect: connection refused"
            #expect(await failure($1, request(url)) == "Get \"\(url)\": \(reason)")
            #expect($0.connectionCount == 0)
        }
    }

    @Test func `a name has addresses or none`() async throws {
        try await withServer { _, peer in
            if peer.request() != nil { peer.send(Self.answer) }
        } _: {
            let response = try await $1.send(request("http://localhost:\($0.port)/"))
            #expect(response.status == 200)
            let reason = "dial tcp: lookup a.invalid: no such host"
            #expect(await failure($1, request("http://a.invalid/")) == "Get \"http://a.invalid/\": \(reason)")
        }
    }

    @Test func `a silent server costs the timeout and no more`() async throws {
        try await withServer { _, peer in
            peer.waitForEnd()
        } _: {
            let error = await failure($1, request($0.url, timeout: .milliseconds(30)))
            #expect(error == "Get \"\($0.url)\": context deadline exceeded")
        }
    }

    @Test(arguments: ["HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"])
    func `a server that stops in the middle costs the timeout`(beginning: String) async throws {
        try await withServer { _, peer in
            guard peer.request() != nil else { return }
            peer.send(beginning)
            peer.waitForEnd()
        } _: {
            // Long enough for a busy machine to send what it is to send.
            let error = await failure($1, request($0.url, timeout: .milliseconds(500)))
            #expect(error?.hasSuffix("context deadline exceeded") == true)
            #expect(error?.hasPrefix("Get") == !beginning.contains("Length"))
        }
    }

    @Test func `headers without an end are cut off`() async throws {
        try await withServer { _, peer in
            guard peer.request() != nil else { return }
            peer.send("HTTP/1.1 200 OK\r\n")
            while peer.send("X-Filler: abcdefgh\r\n") {}
        } _: {
            let reason = "net/http: server response headers exceeded 1048576 bytes; aborted"
            #expect(await failure($1, request($0.url)) == "Get \"\($0.url)\": \(reason)")
        }
    }

    @Test(arguments: ["", "Transfer-Encoding: chunked\r\n", "Content-Length: 1000001\r\n"])
    func `a body without an end is cut off at the limit`(header: String) async throws {
        let part = String(repeating: "x", count: 1000)
        let text = header.hasPrefix("T") ? "3e8\r\n\(part)\r\n" : part
        try await withServer { _, peer in
            guard peer.request() != nil else { return }
            peer.send("HTTP/1.1 200 OK\r\n\(header)\r\n")
            while peer.send(text) {}
        } _: {
            #expect(await failure($1, request($0.url, limit: 1_000_000)) == "body size limit exceeded")
        }
    }

    // MARK: Ends

    @Test func `cancelling the task abandons the request`() async throws {
        let (arrivals, arrival) = AsyncStream<Void>.makeStream()
        try await withServer { _, peer in
            _ = peer.request()
            arrival.yield()
            peer.waitForEnd()
        } _: { server, client in
            await withTaskGroup(of: String?.self) { group in
                group.addTask { await failure(client, request(server.url)) }
                for await _ in arrivals { break }
                group.cancelAll()
                #expect(await group.next() == "context canceled")
            }
        }
    }

    @Test func `a task that is cancelled already sends nothing for long`() async throws {
        try await withServer { _, peer in
            peer.waitForEnd()
        } _: { server, client in
            await withTaskGroup(of: String?.self) { group in
                group.cancelAll()
                group.addTask { await failure(client, request(server.url)) }
                #expect(await group.next() == "context canceled")
            }
        }
    }

    @Test func `stopping cancels what is under way and what comes later`() async throws {
        let (arrivals, arrival) = AsyncStream<Void>.makeStream()
        let server = try LoopbackServer { _, peer in
            _ = peer.request()
            arrival.yield()
            peer.waitForEnd()
        }
        defer { server.stop() }
        let loop = try #require(SocketLoop())
        let client = client(loop)
        await withTaskGroup(of: String?.self) { group in
            group.addTask { await failure(client, request(server.url)) }
            for await _ in arrivals { break }
            loop.stop()
            #expect(await group.next() == "context canceled")
        }
        #expect(await failure(client, request(server.url)) == "context canceled")
        #expect(await failure(client, request("http://localhost:1/")) == "context canceled")
    }
}
