import PrometheusModel
import Templating
import TestSupport
import Testing

@Suite struct TemplateLimitsTests {
    /// Limits that are reached quickly.
    private static var environment: TemplateEnvironment {
        var environment = TemplateTests.environment
        environment.limits.outputBytes = 10_000
        environment.limits.steps = 20_000
        environment.limits.depth = 100
        return environment
    }

    @Test(arguments: [
        ("{{ range 1000000000 }}{{ end }}", "exceeded the limit of 20000 execution steps"),
        ("{{ range 100000 }}0123456789{{ end }}", "output exceeds the limit of 10000 bytes"),
        (
            "{{ define \"t\" }}{{ template \"t\" }}{{ end }}{{ template \"t\" }}",
            "exceeded maximum template depth (100)"
        ),
        ("{{ $x := \"ab\" }}{{ range 100 }}{{ $x = print $x $x }}{{ end }}", "exceeds the limit of 10000 bytes"),
        ("{{ $x := args 1 }}{{ range 1000 }}{{ $x = args $x $x }}{{ end }}", "values are nested too deeply"),
        (
            "{{ $x := args 1 2 }}{{ range 50 }}{{ $x = args $x $x }}{{ end }}{{ $x }}",
            "output exceeds the limit of 10000 bytes"
        ),
        ("{{ printf \"%999999d%999999d\" 1 1 }}", "exceeds the limit of 10000 bytes"),
        ("{{ reReplaceAll \"\" \"0123456789\" (printf \"%9000s\" \"\") }}", "exceeds the limit of 10000 bytes"),
    ])
    func `a template without end is cut off with an error`(text: String, reason: String) async throws {
        let template = try Template(alert: "A", text)
        await #expect { try await template.expanded(TemplateTests.data.root, Self.environment) } throws: {
            if !"\($0)".hasSuffix(reason) { Issue.record("\($0)") }
            return "\($0)".hasSuffix(reason)
        }
    }

    @Test func `deep nesting is refused when it is parsed`() {
        let parentheses = String(repeating: "(", count: 100_000)
        #expect(throws: TemplateError.self) { try Template(name: "t", "{{ \(parentheses)1 }}") }
        let ifs = String(repeating: "{{ if 1 }}", count: 100_000)
        #expect(throws: TemplateError.self) { try Template(name: "t", ifs) }
        let elses = "{{ if 1 }}" + String(repeating: "{{ else if 1 }}", count: 100_000) + "{{ end }}"
        #expect(throws: TemplateError.self) { try Template(name: "t", elses) }
    }

    @Test func `many comments in a row are no problem`() async throws {
        let text = String(repeating: "{{/* x */}}", count: 20_000)
        #expect(try await Template(name: "t", text).expanded(.none, Self.environment) == "")
    }

    @Test(arguments: 0..<40)
    func `any text is refused or expands within the limits`(seed: UInt64) async {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<150 {
            let text = Self.text(&generator)
            for dialect in [TemplateDialect.text, .html] {
                guard let template = try? Template(name: "t", TemplateData.definitions + text, dialect: dialect)
                else { continue }
                var environment = Self.environment
                environment.dialect = dialect
                guard let output = try? await template.expanded(TemplateTests.data.root, environment) else { continue }
                #expect(output.utf8.count <= 10_000, "\(text)")
            }
        }
    }

    /// A text of pieces that templates are made of, or of bytes.
    private static func text(_ generator: inout SeededGenerator) -> String {
        if Int.random(in: 0..<4, using: &generator) == 0 {
            let count = Int.random(in: 0..<40, using: &generator)
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            return String(decoding: bytes, as: UTF8.self)
        }
        let pieces = [
            "{{", "}}", "{{-", "-}}", "{{ if ", "{{ else }}", "{{ end }}", "{{ range ", "{{ with ", "$x", ":=", "=",
            "|",
            "(", ")", ".", ".Labels", "$labels", "$value", "\"up\"", "`a`", "'c'", "1", "2.5", "-3", "0x1F", "nil",
            "true",
            "printf", "\"%d %s %v %q %5.2f %x %[1]T\"", "humanize", "query", "first", "value", "label", "index",
            "slice",
            "args", "len", "eq", "lt", "and", "or", "not", "html", "js", "print", "toTime", ".Year", "define \"t\"",
            "template \"t\"", "break", "continue", " ", " ", " ", "\n", "text", "<a href=\"", "<script>", "</script>",
            ">",
            "/*", "*/", "é", ",", "block \"b\"", "sortByLabel \"i\"", "reReplaceAll", "tmpl", "5", "range 3", "\\",
        ]
        let count = Int.random(in: 1..<25, using: &generator)
        var text = ""
        for _ in 0..<count { text += pieces[Int.random(in: 0..<pieces.count, using: &generator)] }
        // Often enough something that parses comes out.
        return Bool.random(using: &generator) ? text : "{{ \(text) }}"
    }
}
