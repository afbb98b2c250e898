import HTTPServing
import PrometheusClient
import Testing

@Suite struct WebSiteTests {
    private func ask(
        _ method: String,
        _ target: String,
        headers: [(name: String, value: String)] = [],
        body: String = "",
        prefix: String = "/"
    ) async throws -> OutgoingResponse {
        let request = IncomingRequest(method, target, headers: headers, body: Array(body.utf8))
        return await (try SiteFixture(prefix: prefix)).site.respond(to: request)
    }

    private func text(_ response: consuming OutgoingResponse) -> String {
        String(decoding: response.body.collect(), as: UTF8.self)
    }

    @Test(arguments: [
        ("GET", "/api/v1/query?query=up", 200, "up"), ("GET", "/api/v1/label/a%2eb/values", 200, "a.b"),
        ("GET", "/nope", 404, "404 page not found\n"), ("GET", "/api/v1/nope", 404, "404 page not found\n"),
        ("GET", "/api/v1/label/a%2Fb/values", 404, "404 page not found\n"),
        ("PUT", "/api/v1/query", 405, "Method Not Allowed\n"), ("HEAD", "/query", 405, "Method Not Allowed\n"),
        ("GET", "/%zz", 400, "400 Bad Request"),
    ])
    func `paths and methods lead where upstream leads them`(
        method: String,
        target: String,
        status: Int,
        body: String
    ) async throws {
        let response = try await ask(method, target)
        #expect(response.status == status)
        #expect(text(response) == body)
    }

    @Test(arguments: [
        ("GET", "/", "/", 302, "/query"), ("GET", "//api/v1/query?query=1", "/", 301, "/api/v1/query?query=1"),
        ("POST", "/../api/v1/query", "/", 301, "/api/v1/query"), ("GET", "/api/v1", "/", 301, "/api/v1/"),
        ("GET", "/api/v1/query/?a=b", "/", 301, "/query?a=b"), ("POST", "/api/v1/query/", "/", 307, "/query"),
        ("GET", "/-/healthy/", "/", 301, "/-/healthy"), ("GET", "/Query", "/", 301, "/query"),
        ("GET", "/", "/prom", 302, "/prom"), ("GET", "/prom", "/prom/", 301, "/prom/"),
        ("GET", "/prom/query/", "prom", 301, "/prom/query"),
    ])
    func `redirects go where upstream's go`(
        method: String,
        target: String,
        prefix: String,
        status: Int,
        location: String
    ) async throws {
        let response = try await ask(method, target, prefix: prefix)
        #expect(response.status == status)
        #expect(response.header("location") == location)
    }

    @Test(arguments: [
        ("PUT", "/api/v1/query", "GET, OPTIONS, POST"), ("POST", "/-/healthy", "GET, HEAD, OPTIONS"),
        ("OPTIONS", "/-/healthy", "GET, HEAD, OPTIONS"),
    ])
    func `the allowed methods are named in order`(method: String, target: String, allow: String) async throws {
        #expect(try await ask(method, target).header("allow") == allow)
    }

    @Test func `outside the prefix nothing is served`() async throws {
        #expect(try await ask("GET", "/api/v1/query", prefix: "/prom").status == 404)
        #expect(try await ask("GET", "/prom/api/v1/query?query=1", prefix: "/prom").status == 200)
    }

    @Test func `the values of a form come before those of the URL`() async throws {
        let form = [(name: "Content-Type", value: "application/x-www-form-urlencoded; charset=utf-8")]
        let response = try await ask("POST", "/api/v1/query?query=b", headers: form, body: "query=a")
        #expect(text(response) == "a,b")
        #expect(text(try await ask("POST", "/api/v1/query?query=b", body: "query=a")) == "b")
    }

    @Test func `a form in parts is read`() async throws {
        let type = [(name: "content-type", value: "multipart/form-data; boundary=\"xx\"")]
        let body = "--xx\r\nContent-Disposition: form-data; name=\"query\"\r\n\r\nup\r\n--xx--\r\n"
        #expect(text(try await ask("POST", "/api/v1/query", headers: type, body: body)) == "up")
    }

    @Test(arguments: [("http://a", ".*", "http://a"), ("http://a", "http://b", nil), ("http://ab", "http://a", nil)])
    func `origins are matched whole`(origin: String, pattern: String, allowed: String?) async throws {
        let site = try SiteFixture(origin: pattern).site
        let request = IncomingRequest("GET", "/api/v1/query", headers: [("Origin", origin)])
        let response = await site.respond(to: request)
        #expect(response.header("access-control-allow-origin") == allowed)
        #expect(response.header("access-control-allow-methods") == "GET, POST, OPTIONS")
        #expect(response.header("vary") == "Origin")
    }

    @Test func `OPTIONS on the API is answered for any path`() async throws {
        let response = try await ask("OPTIONS", "/api/v1/nope", headers: [("Origin", "http://a")])
        #expect(response.status == 204)
        #expect(response.header("access-control-allow-origin") == "http://a")
    }

    @Test(arguments: [
        ("gzip", "gzip"), ("deflate, gzip", "deflate"), ("gzip;q=0.5", nil), ("*", nil), ("br,gzip", "gzip"),
    ])
    func `compression is the first one named`(accepted: String, chosen: String?) async throws {
        let response = try await ask("GET", "/api/v1/large", headers: [("Accept-Encoding", accepted)])
        #expect(response.header("content-encoding") == chosen)
    }

    @Test func `before the server is ready only some paths answer`() async throws {
        let fixture = try SiteFixture()
        fixture.readiness.enter(.stopping)
        let refused = await fixture.site.respond(to: IncomingRequest("GET", "/api/v1/query"))
        #expect(refused.status == 503)
        #expect(refused.header("x-prometheus-stopping") == "true")
        #expect(text(refused) == "Service Unavailable")
        #expect(await fixture.site.respond(to: IncomingRequest("GET", "/-/healthy")).status == 200)
    }

    @Test func `requests are counted by route and status`() async throws {
        let fixture = try SiteFixture()
        for target in ["/api/v1/label/a/values", "/api/v1/label/b/values", "/api/v1/large"] {
            _ = await fixture.site.respond(to: IncomingRequest("GET", target)).body.collect()
        }
        let text = String(decoding: fixture.registry.text(), as: UTF8.self)
        for line in [
            #"prometheus_http_requests_total{handler="/api/v1/label/:name/values",code="200"} 2"#,
            #"prometheus_http_requests_total{handler="/query",code="200"} 0"#,
            #"prometheus_http_response_size_bytes_sum{handler="/api/v1/large"} 15"#,
        ] {
            #expect(text.contains(line + "\n") || text.contains(swapped(line) + "\n"), "\(line)")
        }
    }

    /// The same line with its two labels the other way round: the order is the client library's matter.
    private func swapped(_ line: String) -> String {
        guard let open = line.firstIndex(of: "{"), let close = line.firstIndex(of: "}") else { return line }
        let labels = line[line.index(after: open)..<close].split(separator: ",").reversed().joined(separator: ",")
        return line[...open] + labels + line[close...]
    }
}
