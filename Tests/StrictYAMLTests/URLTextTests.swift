import StrictYAML
import Testing

@Suite struct URLTextTests {
    @Test(arguments: [
        "", "http://localhost:3128", "http://user:pw@host/", "socks5://[::1]:1080", "host", "/path",
        "http://a/%20?q=%zz",
        "//host/x",
    ])
    func `ordinary URLs have no problem`(text: String) { #expect(URLText.problem(text) == nil) }

    @Test(arguments: [
        ("http://[a", "missing ']' in host"), ("http://a:b/", "invalid port \":b\" after host"),
        (":x", "missing protocol scheme"), ("1:2", "first path segment in URL cannot contain colon"),
        ("http://a/%zz", "invalid URL escape \"%zz\""), ("http://a b/", "invalid character \" \" in host name"),
        ("http://a\u{1}", "net/url: invalid control character in URL"),
    ])
    func `what upstream's parser refuses has its words`(text: String, reason: String) {
        #expect(URLText.problem(text)?.hasSuffix(": \(reason)") == true)
    }

    @Test(arguments: [
        ("http://u:p@h:1/x", "http://u:xxxxx@h:1/x"), ("http://u@h/", "http://u@h/"),
        ("http://h/a:b@c", "http://h/a:b@c"),
        ("mail u:p@h", "mail u:p@h"),
    ])
    func `passwords are not shown`(text: String, shown: String) { #expect(URLText.redacted(text) == shown) }
}
