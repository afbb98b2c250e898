import FoundationEssentials
import Glibc
import HTTPClients
import NIOPosix
import StrictYAML
import Testing
@testable import AsyncHTTPClients

@Suite struct PooledHTTPClientTests {
    /// Runs `body` with a server and a client, and stops both.
    ///
    /// Then once more with the client that goes through AsyncHTTPClient only, because both have to behave alike.
    private func withServer(
        _ settings: HTTPClientSettings = HTTPClientSettings(),
        _ reply: @escaping @Sendable (String) -> ScriptedServer.Reply,
        _ body: (ScriptedServer, any HTTPClient) async throws -> Void
    ) async throws {
        for isPlain in [true, false] {
            let server = try await ScriptedServer.start(reply)
            let factory = HTTPClientFactory()
            let result: Result<Void, any Error>
            do {
                let client: any HTTPClient =
                    isPlain ? try factory.client(settings) : try factory.pooledClient(settings)
                result = .success(try await body(server, client))
            } catch {
                result = .failure(error)
            }
            await factory.shutdown()
            try await server.stop()
            try result.get()
        }
    }

    private static func answer(_ body: String, status: String = "200 OK", headers: String = "") -> String {
        "HTTP/1.1 \(status)\r\n\(headers)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    private func error(_ client: any HTTPClient, _ request: HTTPClientRequest) async -> HTTPClientError? {
        do throws(HTTPClientError) { _ = try await client.send(request) } catch { return error }
        return nil
    }

    @Test func `status, headers and body arrive`() async throws {
        try await withServer { _ in
            .send(Self.answer("up 1\n", status: "404 Not Found", headers: "X-A: b\r\n"))
        } _: {
            let response = try await $1.send(HTTPClientRequest(url: $0.url + "/metrics", timeout: .seconds(5)))
            #expect(response.status == 404)
            #expect(response.reason == "Not Found")
            #expect(response.header("x-a") == "b")
            #expect(response.body == Array("up 1\n".utf8))
        }
    }

    @Test func `headers and body of the request are sent`() async throws {
        try await withServer { _ in
            .send(Self.answer(""))
        } _: {
            _ = try await $1.send(
                HTTPClientRequest(
                    method: "POST",
                    url: $0.url + "/a?b=c",
                    headers: [("Accept", "text/plain")],
                    body: Array("x".utf8),
                    timeout: .seconds(5)
                )
            )
            let request = try #require($0.requests.first)
            #expect(request.hasPrefix("POST /a?b=c HTTP/1.1\r\n"))
            #expect(request.contains("\r\nAccept: text/plain\r\n"))
            #expect(request.lowercased().contains("\r\ncontent-length: 1\r\n"))
        }
    }

    @Test func `connections are kept alive between requests`() async throws {
        try await withServer { _ in
            .send(Self.answer("a"))
        } _: {
            for _ in 0..<5 { _ = try await $1.send(HTTPClientRequest(url: $0.url, timeout: .seconds(5))) }
            #expect($0.requests.count == 5)
            #expect($0.connectionCount == 1)
        }
    }

    @Test func `a kept connection that was closed meanwhile does not fail the request`() async throws {
        try await withServer {
            $0.contains("/bye") ? .sendAndClose("") : .send(Self.answer("a"))
        } _: { server, client in
            _ = try await client.send(HTTPClientRequest(url: server.url, timeout: .seconds(5)))
            let error = await error(client, HTTPClientRequest(url: server.url + "/bye", timeout: .seconds(5)))
            #expect(error?.description == "Get \"\(server.url)/bye\": EOF")
            let response = try await client.send(HTTPClientRequest(url: server.url, timeout: .seconds(5)))
            #expect(response.status == 200)
        }
    }

    @Test func `redirects are followed`() async throws {
        try await withServer {
            $0.hasPrefix("GET /new ")
                ? .send(Self.answer("here"))
                : .send(Self.answer("", status: "302 Found", headers: "Location: /new\r\n"))
        } _: {
            let response = try await $1.send(HTTPClientRequest(url: $0.url + "/old", timeout: .seconds(5)))
            #expect(response.body == Array("here".utf8))
        }
    }

    @Test func `a refused connection is told in Go's words`() async throws {
        // A port that was free a moment ago: bound, and closed again.
        let server = try await ScriptedServer.start { _ in .keepSilent }
        let (url, port) = (server.url, server.port)
        try await server.stop()
        let factory = HTTPClientFactory()
        let error = await error(
            try factory.client(HTTPClientSettings()),
            HTTPClientRequest(url: url, timeout: .seconds(5))
        )
        #expect(error?.description == "Get \"\(url)\": dial tcp 127.0.0.1:\(port): connect: connection refused")
        await factory.shutdown()
    }

    @Test func `an unknown host is told in Go's words`() async throws {
        let factory = HTTPClientFactory()
        let error = await error(
            try factory.client(HTTPClientSettings()),
            HTTPClientRequest(url: "http://a.invalid/", timeout: .seconds(20))
        )
        #expect(error?.description == "Get \"http://a.invalid/\": dial tcp: lookup a.invalid: no such host")
        await factory.shutdown()
    }

    @Test func `a silent server costs the timeout and no more`() async throws {
        try await withServer { _ in
            .keepSilent
        } _: { server, client in
            let error = await error(client, HTTPClientRequest(url: server.url, timeout: .milliseconds(30)))
            #expect(error?.description == "Get \"\(server.url)\": context deadline exceeded")
        }
    }

    @Test func `a body above the limit is refused, one at the limit is taken`() async throws {
        try await withServer { _ in
            .send(Self.answer("0123456789"))
        } _: { server, client in
            let over = HTTPClientRequest(url: server.url, timeout: .seconds(5), maximumBodyBytes: 9)
            let error = await error(client, over)
            #expect(error == .bodyTooLarge(limit: 9))
            let exact = HTTPClientRequest(url: server.url, timeout: .seconds(5), maximumBodyBytes: 10)
            let response = try await client.send(exact)
            #expect(response.body.count == 10)
        }
    }

    @Test func `cancelling the task abandons the request`() async throws {
        try await withServer { _ in
            .keepSilent
        } _: { server, client in
            let request = HTTPClientRequest(url: server.url, timeout: .seconds(60))
            let error = await withTaskGroup(of: HTTPClientError?.self) { group in
                group.addTask {
                    do throws(HTTPClientError) { _ = try await client.send(request) } catch { return error }
                    return nil
                }
                group.cancelAll()
                return await group.next() ?? nil
            }
            #expect(error == .cancelled)
        }
    }

    @Test(arguments: ["", "/metrics", "ftp://a/", "http://"])
    func `a URL that cannot be asked is an error`(url: String) async throws {
        let factory = HTTPClientFactory()
        let error = await error(
            try factory.client(HTTPClientSettings()),
            HTTPClientRequest(url: url, timeout: .seconds(5))
        )
        guard case .failed = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `a large chunked body arrives whole`() async throws {
        let part = String(repeating: "x", count: 0x8000)
        let body = String(repeating: "8000\r\n\(part)\r\n", count: 10) + "0\r\n\r\n"
        try await withServer { _ in
            .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body)
        } _: {
            let response = try await $1.send(HTTPClientRequest(url: $0.url, timeout: .seconds(5)))
            #expect(response.body.count == 10 * 0x8000)
        }
    }

    @Test func `redirects are not followed where the settings say so`() async throws {
        var settings = HTTPClientSettings()
        settings.followsRedirects = false
        try await withServer(settings) { _ in
            .send(Self.answer("", status: "302 Found", headers: "Location: /new\r\n"))
        } _: {
            let response = try await $1.send(HTTPClientRequest(url: $0.url + "/old", timeout: .seconds(5)))
            #expect(response.status == 302)
        }
    }

    @Test func `passwords, tokens and further headers are sent`() async throws {
        var settings = HTTPClientSettings()
        var basic = BasicAuthSettings()
        basic.username = "ada"
        basic.password = Secret("pw")
        settings.basicAuth = basic
        var header = HTTPHeaderSettings(name: "X-Scope")
        header.values = ["a"]
        header.secrets = [Secret("b")]
        settings.headers = [header]
        try await withServer(settings) { _ in
            .send(Self.answer(""))
        } _: {
            _ = try await $1.send(HTTPClientRequest(url: $0.url, timeout: .seconds(5)))
            let request = try #require($0.requests.first)
            #expect(request.contains("\r\nAuthorization: Basic YWRhOnB3\r\n"))
            #expect(request.contains("\r\nX-Scope: a\r\nX-Scope: b\r\n"))
        }
    }

    @Test func `a secret in a file is read for each request`() async throws {
        let path = "/tmp/vencejo-secret-\(UInt64.random(in: 0 ... .max))"
        // Safe: the string lives for the call.
        defer { unsafe unlink(path) }
        var settings = HTTPClientSettings()
        var authorization = AuthorizationSettings()
        authorization.credentialsFile = path
        settings.authorization = authorization
        try await withServer(settings) { _ in
            .send(Self.answer(""))
        } _: { server, client in
            // Safe: the string lives for the call.
            unsafe unlink(path)
            let request = HTTPClientRequest(url: server.url, timeout: .seconds(5))
            let failure = await error(client, request)
            #expect(failure?.description.contains(path) == true)
            for secret in ["one", "two\n"] {
                try secret.write(toFile: path, atomically: true, encoding: .utf8)
                _ = try await client.send(request)
            }
            #expect(server.requests.map { $0.contains("Bearer one\r\n") } == [true, false])
            #expect(server.requests.map { $0.contains("Bearer two\r\n") } == [false, true])
        }
    }
}
