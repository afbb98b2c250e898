import HTTPClients
import Testing

@Suite struct ProxySelectionTests {
    private func selection(
        _ environment: [String: String] = [:],
        _ change: (inout ProxySettings) -> Void
    ) throws -> ProxySelection {
        var settings = ProxySettings()
        change(&settings)
        return try ProxySelection(settings) { environment[$0] }
    }

    private func host(_ selection: ProxySelection, _ url: String) -> String? {
        HTTPURL(url).flatMap { selection.server(for: $0)?.host }
    }

    @Test func `without no_proxy everything goes through the proxy, this machine too`() throws {
        let selection = try selection { $0.url = "http://u:p%40@proxy:3128" }
        for url in ["http://a/", "https://a/", "http://localhost/", "http://127.0.0.1/"] {
            #expect(host(selection, url) == "proxy")
        }
        let server = try #require(HTTPURL("http://a/").flatMap { selection.server(for: $0) })
        #expect(server.port == 3128 && server.user == "u" && server.password == "p@")
    }

    @Test(arguments: [
        ("http://a.example/", true), ("http://example/", true), ("http://anexample/", false),
        ("http://sub.dot.test/", true), ("http://dot.test/", false), ("http://star.test/", false),
        ("http://x.star.test/", true), ("http://10.1.2.3/", true), ("http://10.2.2.3/", false),
        ("http://192.0.2.7:9090/", true), ("http://192.0.2.7/", false), ("http://port.test:81/", true),
        ("http://port.test/", false), ("http://[fd00::5]/", true), ("http://[fe80::5]/", false),
        ("http://localhost/", true), ("http://127.9.9.9/", true), ("http://[::1]:9/", true),
    ])
    func `no_proxy names hosts, domains and networks`(url: String, isDirect: Bool) throws {
        let selection = try selection {
            $0.url = "http://proxy"
            $0.noProxy = "example, .dot.test,*.star.test,10.1.0.0/16,192.0.2.7:9090,port.test:81,fd00::/8,"
        }
        #expect((host(selection, url) == nil) == isDirect)
    }

    @Test func `the environment has a proxy for each scheme`() throws {
        let selection = try selection([
            "HTTP_PROXY": "plain:1", "https_proxy": "http://secure:2", "no_proxy": "direct",
        ]) { $0.fromEnvironment = true }
        #expect(host(selection, "http://a/") == "plain")
        #expect(host(selection, "https://a/") == "secure")
        #expect(host(selection, "http://direct/") == nil)
        #expect(try self.selection { $0.fromEnvironment = true }.isEmpty)
        #expect(try self.selection(["HTTP_PROXY": "x"]) { _ in }.isEmpty)
    }

    @Test func `a proxy that cannot be spoken to is refused, without its password`() throws {
        let error = #expect(throws: UnknownProxy.self) { try selection { $0.url = "quic://u:secret@p" } }
        #expect(error?.shownURL == "quic://u:xxxxx@p")
    }
}
