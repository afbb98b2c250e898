import StrictYAML
import Testing

@Suite struct YAMLFieldsTests {
    /// Decodes `text` with `body` and gives the error's text, empty if there is none.
    private func message(_ text: String, _ body: (YAMLFields) -> Void) throws -> String {
        do {
            try YAMLDocument.decode(text) { root, problems in
                guard let root, let fields = YAMLFields(root, type: "config.plain", path: "", problems: problems) else {
                    return
                }
                body(fields)
                fields.finish()
            }
            return ""
        } catch {
            return "\(error)"
        }
    }

    @Test func `all unknown fields are reported together, in the order of the file`() throws {
        let text = try message("b: 1\na: 2\nknown: 3\nc: 4\n") { _ = $0.integer("known") }
        #expect(
            text == """
                yaml: unmarshal errors:
                  line 1: field b not found in type config.plain
                  line 2: field a not found in type config.plain
                  line 4: field c not found in type config.plain
                """
        )
    }

    @Test func `a field that is set twice is reported, the first value counts`() throws {
        let text = try message("a: 1\na: 2\n") { #expect($0.integer("a") == 1) }
        #expect(text == "yaml: unmarshal errors:\n  line 2: field a already set in type config.plain")
    }

    @Test func `a free name that is set twice is reported`() throws {
        let text = try message("m: {a: b, a: c}\n") { _ = $0.stringMap("m", type: "map[string]string") }
        #expect(text == "yaml: unmarshal errors:\n  line 1: key \"a\" already set in map")
    }

    @Test(arguments: [
        ("x: foo", "!!str `foo` into int"), ("x: a long text here", "!!str `a long ...` into int"),
        ("x: [1]", "!!seq into int"), ("x: {a: 1}", "!!map into int"), ("x: true", "!!bool `true` into int"),
        ("x: \"5\"", "!!str `5` into int"), ("x: 2020-01-01", "!!timestamp `2020-01-01` into int"),
        ("x: !!binary aGk=", "!!binary `aGk=` into int"),
    ])
    func `a wrong kind names both kinds and the field`(text: String, expected: String) throws {
        let message = try message(text) { #expect($0.integer("x") == nil) }
        #expect(message == "yaml: unmarshal errors:\n  line 1: cannot unmarshal \(expected) (field x)")
    }

    @Test func `a negative number is not unsigned`() throws {
        let text = try message("x: -1") { _ = $0.unsigned("x") }
        #expect(text == "yaml: unmarshal errors:\n  line 1: cannot unmarshal !!int `-1` into uint (field x)")
    }

    @Test(arguments: [
        ("0x1F", 31), ("010", 8), ("0o17", 15), ("0b101", 5), ("1_000", 1000), ("-7", -7), ("+7", 7), ("1e3", 1000),
        ("1.9", 1), ("9223372036854775807", Int64.max),
    ])
    func `whole numbers have the spellings of YAML 1.1`(text: String, value: Int64) throws {
        let message = try message("x: \(text)") { #expect($0.integer("x") == value) }
        #expect(message.isEmpty)
    }

    @Test(arguments: [
        ("yes", true), ("on", true), ("True", true), ("y", true), ("no", false), ("OFF", false), ("n", false),
        ("null", false),
    ])
    func `booleans have the spellings of YAML 1.1`(text: String, value: Bool) throws {
        _ = try message("x: \(text)") { #expect($0.bool("x") == value) }
    }

    @Test(arguments: ["yes", "1.50", "true", "5", "0x10", "2020-01-01"])
    func `a text keeps the source's spelling`(text: String) throws {
        _ = try message("x: \(text)") { #expect($0.string("x") == text) }
    }

    @Test func `null has the zero value, a missing field none`() throws {
        let text = try message("a:\nb: ~\nc: null\nd:\n") {
            #expect($0.string("a") == "")
            #expect($0.duration("b") == 0)
            #expect($0.strings("c") == [])
            #expect($0.unsigned("d") == 0)
            #expect($0.string("e") == nil)
        }
        #expect(text.isEmpty)
    }

    @Test func `an unacceptable value comes alone, with its place`() throws {
        let text = try message("a: 1\nb: 5x\nc: 2\n") { _ = $0.duration("b") }
        #expect(text == "unknown unit \"x\" in duration \"5x\" (line 2, column 4, field b)")
    }

    @Test func `sizes have units`() throws {
        let good = try message("a: 15MB") { #expect($0.byteSize("a") == 15 << 20) }
        #expect(good.isEmpty)
        #expect(try message("a: 100") { _ = $0.byteSize("a") }.hasPrefix("units: unknown unit  in 100 (line 1"))
    }

    @Test func `merge keys give what the mapping itself does not set`() throws {
        let text = try message("base: &b {x: 1, y: 2}\nuse: {<<: *b, y: 3}\nmore: {<<: [{z: 1}, *b]}\n") {
            _ = $0.value("base")
            let use = $0.fields("use", type: "t")
            #expect(use?.integer("x") == 1)
            #expect(use?.integer("y") == 3)
            use?.finish()
            let more = $0.stringMap("more", type: "map")?.map(\.key)
            #expect(more == ["z", "x", "y"])
        }
        #expect(text.isEmpty)
    }

    @Test func `a merge of something else is refused`() throws {
        let text = try message("<<: foo\n") { _ in }
        #expect(text.hasPrefix("yaml: map merge requires map or sequence of maps as the value"))
    }

    @Test func `binary texts are decoded`() throws {
        let good = try message("x: !!binary aGVsbG8=") { #expect($0.string("x") == "hello") }
        #expect(good.isEmpty)
        let bad = try message("x: !!binary '/w==$1'") { _ = $0.string("x") }
        #expect(bad.hasPrefix("yaml: !!binary value contains invalid base64 data"))
        let label = try message("x: {a: !!binary '/w=='}") { _ = $0.labelMap("x", type: "m", element: "s") }
        #expect(label.hasPrefix(#""\xff" is not a valid label value"#))
    }

    @Test func `secrets do not print`() {
        let secret = Secret("hunter2")
        var dumped = ""
        dump(secret, to: &dumped)
        #expect("\(secret) \(String(reflecting: secret)) \(dumped)".contains("hunter2") == false)
        #expect(secret.revealed == "hunter2")
    }
}
