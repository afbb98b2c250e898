import HTTPClients
import NIOSSL
import StrictYAML
import Testing
@testable import AsyncHTTPClients

@Suite struct ProxyClientTests {
    private static let answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"

    private func settings(_ proxy: ScriptedServer, noProxy: String = "") -> HTTPClientSettings {
        var settings = HTTPClientSettings()
        settings.proxy.url = "http://ada:p%40@127.0.0.1:\(proxy.port)"
        settings.proxy.noProxy = noProxy
        return settings
    }

    @Test(arguments: ["GET", "POST"])
    func `plain HTTP goes to the proxy with the whole URL`(method: String) async throws {
        let proxy = try await ScriptedServer.start { _ in .send(Self.answer) }
        let factory = HTTPClientFactory(environment: [:])
        let client = try factory.client(settings(proxy))
        let body = method == "POST" ? Array("abc".utf8) : []
        let url = "http://target.test:81/metrics?a=b"
        let request = HTTPClientRequest(method: method, url: url, body: body, timeout: .seconds(5))
        #expect(try await client.send(request).status == 200)
        let seen = try #require(proxy.requests.first)
        #expect(seen.hasPrefix("\(method) \(url) HTTP/1.1\r\nHost: target.test:81\r\n"))
        #expect(seen.contains("\r\nProxy-Authorization: Basic YWRhOnBA\r\n"))
        #expect(seen.hasSuffix(method == "POST" ? "\r\nContent-Length: 3\r\n\r\nabc" : "\r\n\r\n"))
        await factory.shutdown()
        try await proxy.stop()
    }

    @Test func `HTTPS asks the proxy for a tunnel, with its own headers`() async throws {
        let proxy = try await ScriptedServer.start { _ in
            .sendAndClose("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
        }
        let factory = HTTPClientFactory(environment: [:])
        var settings = settings(proxy)
        settings.proxy.connectHeaders = [ProxyHeader(name: "X-Tunnel", values: [Secret("a"), Secret("b")])]
        settings.basicAuth = BasicAuthSettings()
        settings.basicAuth?.username = "secret-of-the-target"
        let client = try factory.client(settings)
        await #expect(throws: HTTPClientError.self) {
            _ = try await client.send(HTTPClientRequest(url: "https://target.test/", timeout: .seconds(5)))
        }
        let seen = try #require(proxy.requests.first)
        #expect(seen.hasPrefix("CONNECT target.test:443 HTTP/1.1\r\n"))
        #expect(seen.lowercased().contains("\r\nx-tunnel: a\r\nx-tunnel: b\r\n"))
        #expect(seen.lowercased().contains("\r\nproxy-authorization: basic "))
        #expect(!seen.contains("\r\nAuthorization"))
        await factory.shutdown()
        try await proxy.stop()
    }

    @Test func `no_proxy and an empty environment go straight to the target`() async throws {
        let proxy = try await ScriptedServer.start { _ in .send(Self.answer) }
        let target = try await ScriptedServer.start { _ in .send(Self.answer) }
        let factory = HTTPClientFactory(environment: ["HTTP_PROXY": "http://127.0.0.1:\(proxy.port)"])
        var fromEnvironment = HTTPClientSettings()
        fromEnvironment.proxy.fromEnvironment = true
        for settings in [settings(proxy, noProxy: "127.0.0.0/8"), fromEnvironment] {
            let client = try factory.client(settings)
            _ = try await client.send(HTTPClientRequest(url: target.url, timeout: .seconds(5)))
        }
        #expect(target.requests.count == 2 && proxy.requests.isEmpty)
        let client = try factory.client(fromEnvironment)
        _ = try await client.send(HTTPClientRequest(url: "http://target.test/", timeout: .seconds(5)))
        #expect(proxy.requests.count == 1)
        await factory.shutdown()
        try await proxy.stop()
        try await target.stop()
    }

    @Test func `credentials stay with their host when a redirect leaves it`() async throws {
        let other = try await ScriptedServer.start { _ in .send(Self.answer) }
        let place = "http://localhost:\(other.port)/there"
        let first = try await ScriptedServer.start { _ in
            .send("HTTP/1.1 302 Found\r\nLocation: \(place)\r\nContent-Length: 0\r\n\r\n")
        }
        let factory = HTTPClientFactory(environment: [:])
        var settings = HTTPClientSettings()
        settings.authorization = AuthorizationSettings()
        settings.authorization?.credentials = Secret("token")
        var header = HTTPHeaderSettings(name: "X-Key")
        header.values = ["plain"]
        header.secrets = [Secret("hidden")]
        settings.headers = [header]
        for client in [try factory.client(settings), try factory.pooledClient(settings)] {
            let response = try await client.send(HTTPClientRequest(url: first.url, timeout: .seconds(5)))
            #expect(response.status == 200)
        }
        #expect(first.requests.allSatisfy { $0.contains("Bearer token") && $0.contains("hidden") })
        #expect(other.requests.count == 2)
        for request in other.requests {
            #expect(!request.contains("token") && !request.contains("hidden") && request.contains("X-Key: plain"))
        }
        await factory.shutdown()
        try await first.stop()
        try await other.stop()
    }
}
