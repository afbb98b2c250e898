import HTTPClients
import Testing

@Suite struct HTTPURLTests {
    @Test func `a URL is taken apart`() throws {
        let url = try #require(HTTPURL("HTTPS://us%40r:p%3Aw@Host.Example:8443/a/b?c=d&e#f"))
        #expect(url.scheme == "https" && url.host == "host.example" && url.port == 8443)
        #expect(url.authority == "Host.Example:8443" && url.path == "/a/b" && url.query == "c=d&e")
        #expect(url.credentials?.user == "us@r" && url.credentials?.password == "p:w")
        #expect(url.withoutUser == "https://Host.Example:8443/a/b?c=d&e")
        #expect(HTTPURL("http://[::1]:90")?.host == "::1")
        #expect(HTTPURL("https://a")?.port == 443 && HTTPURL("http://a")?.port == 80)
    }

    @Test(arguments: ["", "a/b", "http:", "http://", "http://:80/", "http://a:99999/", "/x"])
    func `what has no host is no URL`(text: String) { #expect(HTTPURL(text) == nil) }

    @Test(arguments: [
        ("http://c/d", "http://c/d"), ("//c/d", "http://c/d"), ("/d?e", "http://h:1/d?e"), ("d", "http://h:1/a/d"),
        ("../d", "http://h:1/d"), ("../../d/", "http://h:1/d/"), ("./d/./e", "http://h:1/a/d/e"), ("..", "http://h:1/"),
        ("?x=/../y", "http://h:1/a/b?x=/../y"), ("#f", "http://h:1/a/b?q"),
    ])
    func `references are resolved`(reference: String, result: String) throws {
        #expect(try #require(HTTPURL("http://h:1/a/b?q")).resolved(reference) == result)
    }
}
