import StrictYAML
import Testing

@Suite struct YAMLWriterTests {
    @Test(arguments: [
        ("plain", "plain"), ("", "\"\""), ("true", "\"true\""), ("5", "\"5\""), ("1.5", "\"1.5\""), ("~", "\"~\""),
        ("y", "\"y\""), ("2020-01-01", "\"2020-01-01\""), ("1:30", "\"1:30\""), ("a: b", "'a: b'"), ("a:b", "a:b"),
        ("[a]", "'[a]'"), ("*x", "'*x'"), ("it's", "it's"), ("'q'", "'''q'''"), ("a #b", "'a #b'"), ("a#b", "a#b"),
        (" lead", "' lead'"), ("trail ", "'trail '"), ("- a", "'- a'"), ("-a", "-a"), ("$1", "$1"), (";", ";"),
        ("(.*)", "(.*)"), ("tab\there", "\"tab\\there\""), ("é", "é"), ("\u{7}", "\"\\a\""), ("---", "'---'"),
        ("<secret>", "<secret>"), ("%x", "'%x'"), ("x{{y}}", "x{{y}}"), ("{{y}}", "'{{y}}'"),
    ])
    func `texts are quoted only where they must be`(text: String, written: String) throws {
        let output = YAMLWriter.text(.mapping([YAMLField("k", .string(text))]))
        #expect(output == "k: \(written)\n")
        #expect(try YAMLDocument(output).root?.entries?[0].value.scalar?.text == text)
    }

    @Test func `several lines are written as a block`() {
        #expect(YAMLWriter.text(.mapping([YAMLField("k", .string("a\nb"))])) == "k: |-\n  a\n  b\n")
        #expect(YAMLWriter.text(.mapping([YAMLField("k", .string("a\n\nb\n"))])) == "k: |\n  a\n\n  b\n")
        #expect(YAMLWriter.text(.mapping([YAMLField("k", .string(" a\nb\n\n"))])) == "k: |2+\n   a\n  b\n\n")
    }

    @Test func `sequences stand under their key without indentation`() {
        let value = YAMLValue.mapping([
            YAMLField(
                "a",
                .sequence([.string("x"), .mapping([YAMLField("b", .integer(1)), YAMLField("c", .bool(true))])])
            ),
            YAMLField("e", .sequence([])), YAMLField("f", .flow([.string("p"), .string("q, r")])),
        ])
        #expect(YAMLWriter.text(value) == "a:\n- x\n- b: 1\n  c: true\ne: []\nf: [p, 'q, r']\n")
    }

    @Test func `long texts are folded at spaces`() throws {
        let text =
            "a very long regular expression with spaces in it, which goes on and on until it is wider than "
            + "eighty columns or so|foo bar"
        let output = YAMLWriter.text(.mapping([YAMLField("regex", .string(text))]))
        #expect(
            output == """
                regex: a very long regular expression with spaces in it, which goes on and on until
                  it is wider than eighty columns or so|foo bar

                """
        )
        #expect(try YAMLDocument(output).root?.entries?[0].value.scalar?.text == text)
    }

    @Test func `what is written reads back, whatever the text`() throws {
        let pieces = [
            "a", " ", "  ", "\n", "\t", "'", "\"", "\\", ":", ": ", "#", " #", "- ", "[", "]", "{", "}", ",", "é", "%",
            "|",
            "true", "0x1", "word word word word word word word", "\u{85}", "\u{2028}", "\u{FEFF}", "\u{1}", "!", "&",
            "*",
        ]
        var generator = SeededGenerator(state: 3)
        for _ in 0..<5000 {
            var text = ""
            for _ in 0..<Int.random(in: 0...9, using: &generator) {
                text += pieces.randomElement(using: &generator) ?? ""
            }
            let value = YAMLValue.mapping([
                YAMLField("k", .string(text)), YAMLField("s", .sequence([.string(text), .flow([.string(text)])])),
            ])
            let output = YAMLWriter.text(value)
            let root = try #require(try YAMLDocument(output).root, "\(output.debugDescription)")
            let list = root.entries?[1].value.elements
            #expect(root.entries?[0].value.scalar?.text == text, "\(output.debugDescription)")
            #expect(list?[0].scalar?.text == text, "\(output.debugDescription)")
            #expect(list?[1].elements?[0].scalar?.text == text, "\(output.debugDescription)")
        }
    }

    @Test func `what is shown as it was written hides what may be a secret`() throws {
        let text = """
            - url: https://user:hunter2@host/push
              basic_auth: {username: u, password: hunter2}
              http_headers: {X: {secrets: [hunter2], values: [v]}}
              batch: 0x10
            """
        let root = try #require(try YAMLDocument(text).root)
        let output = YAMLWriter.text(YAMLValue(hidingSecretsOf: root))
        #expect(!output.contains("hunter2"))
        #expect(output.contains("url: https://user:xxxxx@host/push"))
        #expect(output.contains("batch: 0x10"))
    }
}
