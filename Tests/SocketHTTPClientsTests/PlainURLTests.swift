import Testing
@testable import SocketHTTPClients

@Suite struct PlainURLTests {
    @Test(arguments: [
        ("http://a:1/metrics?x=1&y=2", "a", 1, "a:1", "/metrics?x=1&y=2"),
        ("http://a", "a", 80, "a", "/"),
        ("http://a?x", "a", 80, "a", "/?x"),
        ("http://[::1]:9090/m", "::1", 9090, "[::1]:9090", "/m"),
        ("http://[::1]/m", "::1", 80, "[::1]", "/m"),
    ])
    func `a plain URL has a host, a port and a target`(
        text: String,
        host: String,
        port: Int,
        authority: String,
        target: String
    ) throws {
        let url = try #require(PlainURL(text))
        #expect(url.endpoint == Endpoint(host: host, port: UInt16(port)))
        #expect(url.authority == authority)
        #expect(url.target == target)
    }

    @Test(arguments: [
        "https://a/", "http://", "http:///x", "http://a:0/", "http://a:70000/", "http://a:+1/", "http://a:/",
        "http://[]/", "http://:1/", "http://a:x/", "http://u@a/",
        "http://a/#f",
        "http://a/ b", "http://a/ä", "unix:///x", "http://[fe80::1%25eth0]/", "http://a\r\nX: y/",
    ])
    func `anything else is left to a full client`(text: String) { #expect(PlainURL(text) == nil) }
}
