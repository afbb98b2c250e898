import PrometheusModel
import Templating
import Testing

@Suite struct HTMLTemplateTests {
    private static func expand(_ text: String) async throws -> String {
        var environment = TemplateTests.environment
        environment.dialect = .html
        let data = TemplateValue.map(
            TemplateMap([
                ("s", .string("<b> \"q\" 'a' & + /?x=1")), ("n", .integer(2, .int)), ("h", .html("<i>x</i>&amp;")),
                ("bad", .string("javascript:alert(1)")), ("good", .string("http://h/a b?c=d&e")),
                ("css", .string("red")), ("cssBad", .string("x:expression(1)")), ("empty", .string("")),
                ("l", .labels(["a": "</script>"])),
            ])
        )
        return try await Template(name: "t", text, dialect: .html).expanded(data, environment)
    }

    @Test(arguments: [
        ("<p>{{ .s }}</p>", "<p>&lt;b&gt; &#34;q&#34; &#39;a&#39; &amp; &#43; /?x=1</p>"),
        ("<p>{{ .h }}{{ \"<u>\" | safeHtml }}</p>", "<p><i>x</i>&amp;<u></p>"),
        ("<a title=\"{{ .s }}\">", "<a title=\"&lt;b&gt; &#34;q&#34; &#39;a&#39; &amp; &#43; /?x=1\">"),
        ("<a title='{{ .h }}'>", "<a title='x&amp;'>"),
        ("<a title={{ .n }} id={{ .empty }}>", "<a title=2 id=ZgotmplZ>"),
        ("<a title={{ \"a b=c\" }}>", "<a title=a&#32;b&#61;c>"),
        ("<a href=\"{{ .bad }}\">", "<a href=\"#ZgotmplZ\">"),
        ("<a href=\"{{ .good }}\">", "<a href=\"http://h/a%20b?c=d&amp;e\">"),
        ("<a href=\"/x?y={{ .good }}\">", "<a href=\"/x?y=http%3A%2F%2Fh%2Fa%20b%3Fc%3Dd%26e\">"),
        ("<a href='/p/{{ .s }}'>", "<a href='/p/%3Cb%3E%20%22q%22%20%27a%27%20&amp;%20&#43;%20/?x=1'>"),
        (
            "<script>var a = {{ .s }};</script>",
            "<script>var a = \"\\u003cb\\u003e \\\"q\\\" 'a' \\u0026 + /?x=1\";</script>"
        ),
        (
            "<script>f({{ .n }}, {{ .l }}, {{ .none }})</script>",
            "<script>f( 2 , {\"a\":\"\\u003c/script\\u003e\"},  null )</script>"
        ),
        (
            "<script>var s = '{{ .s }}';</script>",
            "<script>var s = '\\u003cb\\u003e \\u0022q\\u0022 \\u0027a\\u0027 \\u0026 \\u002b \\/?x=1';</script>"
        ),
        ("<script>var r = /{{ \"a.b/c\" }}/;</script>", "<script>var r = /a\\.b\\/c/;</script>"),
        ("<script>x = a / {{ .n }} / 3;</script>", "<script>x = a /  2  / 3;</script>"),
        (
            "<b onclick=\"f({{ .s }})\">",
            "<b onclick=\"f(&#34;\\u003cb\\u003e \\&#34;q\\&#34; &#39;a&#39; \\u0026 &#43; /?x=1&#34;)\">"
        ),
        ("<p style=\"color: {{ .css }}; x: {{ .cssBad }}\">", "<p style=\"color: red; x: ZgotmplZ\">"),
        ("<style>a { background: url({{ .bad }}) }</style>", "<style>a { background: url(#ZgotmplZ) }</style>"),
        (
            "<style>a:before { content: '{{ .s }}' }</style>",
            "<style>a:before { content: '\\3c b\\3e  \\22q\\22  \\27 a\\27  \\26  \\2b  \\2f?x=1' }</style>"
        ),
        ("<title>{{ .s }}</title>", "<title>&lt;b&gt; &#34;q&#34; &#39;a&#39; &amp; &#43; /?x=1</title>"),
        ("a<!-- {{ .s }} <p> -->b<{{ .n }}", "ab<2"),
        ("<textarea><b>{{ .h }}</textarea>", "<textarea><b>&lt;i&gt;x&lt;/i&gt;&amp;</textarea>"),
        (
            "<script type=\"text/x-template\">{{ .s }}</script>",
            "<script type=\"text/x-template\">&lt;b&gt; &#34;q&#34; &#39;a&#39; &amp; &#43; /?x=1</script>"
        ),
        ("{{ define \"x\" }}<b>{{ . }}</b>{{ end }}{{ tmpl \"x\" \"<\" }}", "<b>&lt;</b>"),
        ("<img src=x {{ \"width\" }}=3>", "<img src=x width=3>"),
        ("<img src=x {{ \"onclick\" }}=3>", "<img src=x ZgotmplZ=3>"),
    ])
    func `values are escaped for the place where they stand`(text: String, expected: String) async throws {
        #expect(try await Self.expand(text) == expected)
    }

    @Test func `libraries share their definitions with the page`() async throws {
        var environment = TemplateTests.environment
        environment.dialect = .html
        let template = try Template(
            name: "page",
            "{{ template \"head\" . }}!",
            dialect: .html,
            libraries: [("a.lib", "{{ define \"head\" }}<h1>{{ . }}</h1>{{ end }}")]
        )
        #expect(try await template.expanded(.string("x"), environment) == "<h1>x</h1>!")
    }
}
