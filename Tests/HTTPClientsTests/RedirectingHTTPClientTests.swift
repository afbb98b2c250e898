import HTTPClients
import Testing

@Suite struct RedirectingHTTPClientTests {
    /// A client with credentials and one without, both answering by a table of redirects.
    private func clients(
        _ redirects: [String: String],
        status: Int = 302
    ) -> (client: RedirectingHTTPClient, trusted: ScriptedHTTPClient, bare: ScriptedHTTPClient) {
        let reply: @Sendable (HTTPClientRequest) -> HTTPClientResponse = { request in
            redirects[request.url].map { .answer(status, [("Location", $0)]) } ?? .answer(200)
        }
        let (trusted, bare) = (ScriptedHTTPClient(reply), ScriptedHTTPClient(reply))
        return (RedirectingHTTPClient(trusted: trusted, bare: bare), trusted, bare)
    }

    private func request(_ url: String) -> HTTPClientRequest {
        HTTPClientRequest(
            url: url,
            headers: [("Authorization", "Bearer x"), ("Cookie", "y"), ("Accept", "z")],
            timeout: .seconds(5)
        )
    }

    @Test(arguments: ["http://a/new", "/new", "//a/new", "http://b.a/new", "http://a:8080/new"])
    func `the same host and its subdomains get the credentials`(location: String) async throws {
        let (client, trusted, bare) = clients(["http://a/old": location])
        _ = try await client.send(request("http://a/old"))
        #expect(trusted.requests.count == 2)
        #expect(trusted.requests.last?.header("Authorization") == "Bearer x")
        #expect(bare.requests.isEmpty)
    }

    @Test(arguments: ["http://b/new", "http://xa/new", "http://a.b/new"])
    func `another host gets no credentials, and neither does what it leads back to`(location: String) async throws {
        let (client, trusted, bare) = clients(["http://a/old": location, location: "http://a/end"])
        _ = try await client.send(request("http://a/old"))
        #expect(trusted.requests.count == 1)
        #expect(bare.requests.map(\.url) == [location, "http://a/end"])
        for request in bare.requests {
            #expect(request.header("Authorization") == nil)
            #expect(request.header("Cookie") == nil)
            #expect(request.header("Accept") == "z")
        }
    }

    @Test func `a step from HTTPS to plain HTTP gets no credentials`() async throws {
        let (client, _, bare) = clients(["https://a/old": "http://a/new"])
        _ = try await client.send(request("https://a/old"))
        #expect(bare.requests.map(\.url) == ["http://a/new"])
    }

    @Test func `ten redirects are followed and no more`() async throws {
        var table: [String: String] = [:]
        for step in 0..<10 { table["http://a/\(step)"] = "/\(step + 1)" }
        let (client, trusted, _) = clients(table)
        #expect(try await client.send(request("http://a/0")).status == 200)
        #expect(trusted.requests.count == 11)
        let (endless, _, _) = clients(["http://a/0": "/0"])
        await #expect(
            throws: HTTPClientError.failed(method: "GET", url: "http://a/0", reason: "stopped after 10 redirects")
        ) {
            _ = try await endless.send(request("http://a/0"))
        }
    }

    @Test(arguments: [(301, "GET", 0), (302, "GET", 0), (303, "GET", 0), (307, "POST", 3), (308, "POST", 3)])
    func `a body goes on only where the status says so`(status: Int, method: String, count: Int) async throws {
        let (client, trusted, _) = clients(["http://a/old": "/new"], status: status)
        _ = try await client.send(
            HTTPClientRequest(method: "POST", url: "http://a/old", body: [1, 2, 3], timeout: .seconds(5))
        )
        #expect(trusted.requests.last?.method == method)
        #expect(trusted.requests.last?.body.count == count)
    }

    @Test func `an answer without a place to go is the answer`() async throws {
        let client = ScriptedHTTPClient { _ in .answer(302) }
        let response = try await RedirectingHTTPClient(trusted: client, bare: client).send(request("http://a/"))
        #expect(response.status == 302)
    }
}
