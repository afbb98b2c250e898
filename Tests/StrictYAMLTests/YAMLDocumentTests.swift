import StrictYAML
import Testing

@Suite struct YAMLDocumentTests {
    @Test(arguments: ["", "# only a comment\n", "---\n", "\u{FEFF}"])
    func `a text without content has no root or a null one`(text: String) throws {
        let root = try YAMLDocument(text).root
        #expect(root?.isNull ?? true)
    }

    @Test func `nodes know their line and column`() throws {
        let root = try #require(try YAMLDocument("a: 1\nb:\n  - x\n  - yé: z\n").root)
        let list = try #require(root.entries?[1].value.elements)
        #expect(root.line == 1)
        #expect(list[1].line == 4)
        #expect(list[1].column == 5)
        #expect(list[1].entries?[0].value.column == 9)
    }

    @Test func `only the first document is read`() throws {
        #expect(try YAMLDocument("a: 1\n---\n: [broken\n").root?.entries?.count == 1)
    }

    @Test func `aliases stand for what they name`() throws {
        let root = try #require(try YAMLDocument("a: &x [1, 2]\nb: *x\n").root)
        #expect(root.entries?[1].value.elements?.count == 2)
    }

    @Test(arguments: [
        ("a: b: c\n", "yaml: line 1: mapping values are not allowed in this context"),
        ("a:\n\tb: c\n", "yaml: line 2: found character that cannot start any token"),
        ("a: \"b\n", "yaml: line 2: found unexpected end of stream"),
        ("a: \"\\q\"\n", "yaml: line 1: found unknown escape character"),
        ("a: *x\n", "yaml: line 1: unknown anchor 'x' referenced"),
        ("a: &a [*a]\n", "yaml: line 1: anchor 'a' value contains itself"),
        ("%YAML 2.0\n---\na: b\n", "yaml: line 1: found incompatible YAML document"),
        ("a: \u{1}\n", "yaml: control characters are not allowed"),
    ])
    func `what is not YAML is refused with the line`(text: String, message: String) {
        let error = #expect(throws: YAMLError.self) { try YAMLDocument(text) }
        #expect(error?.description == message)
    }

    @Test func `bytes that are not UTF-8 are refused`() {
        #expect(throws: YAMLError.self) { try YAMLDocument(bytes: [0x61, 0x3A, 0x20, 0xFF, 0x0A]) }
    }

    @Test(arguments: [("[", "]"), ("{a: ", "}"), ("- ", "")])
    func `nesting beyond the limit is refused, whatever its form`(open: String, close: String) {
        let depth = 100_000
        let text = String(repeating: open, count: depth) + "x" + String(repeating: close, count: depth)
        #expect(throws: YAMLError.self) { try YAMLDocument(text) }
    }

    @Test func `nesting up to the limit is read`() throws {
        let depth = YAMLDocument.depthLimit
        let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        #expect(try YAMLDocument(text).root?.elements != nil)
    }

    @Test func `aliases that multiply are refused`() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...30 {
            let alias = "*a\(level - 1)"
            text += "a\(level): &a\(level) [" + [String](repeating: alias, count: 10).joined(separator: ", ") + "]\n"
        }
        let error = #expect(throws: YAMLError.self) { try YAMLDocument(text) }
        #expect(error?.description.hasSuffix("document contains excessive aliasing") == true)
    }

    @Test func `changed bytes never crash the parser or the decoder`() {
        let seeds = [
            "global:\n  scrape_interval: 15s\n  external_labels: {a: 'b', c: \"d\"}\nx: &x [1, 2]\ny: *x\n",
            "a: |\n  text\n  more\nb: >-\n  folded\n? complex\n: value\n<<: {z: 1}\n!!str k: !!binary aGk=\n",
        ]
        var generator = SeededGenerator(state: 7)
        for round in 0..<4000 {
            var bytes = Array(seeds[round % seeds.count].utf8)
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let at = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes[at] = UInt8.random(in: 0...255, using: &generator)
                case 1:
                    bytes.insert(Array("[]{}:-&*!|>'\"\n \t#,?<".utf8).randomElement(using: &generator) ?? 0, at: at)
                case 2: bytes.removeSubrange(at..<min(bytes.count, at + 3))
                default: bytes += bytes[at...].prefix(20)
                }
                if bytes.isEmpty { bytes = [0x61] }
            }
            guard let document = try? YAMLDocument(bytes: bytes), let root = document.root else { continue }
            let problems = YAMLProblems()
            if let fields = YAMLFields(root, type: "t", path: "", problems: problems) {
                _ = fields.duration("global")
                _ = fields.strings("x")
                _ = fields.stringMap("y", type: "map")
                _ = fields.fields("a", type: "u")
                fields.finish()
            }
            _ = YAMLWriter.text(YAMLValue(hidingSecretsOf: root))
        }
    }
}
