import PrometheusModel
import StrictYAML
import TestSupport
import Testing

@testable import Discovery

@Suite struct TargetFileTests {
    private func message(_ text: String, _ path: String) -> String {
        do {
            _ = try TargetFile.decode(Array(text.utf8), path: path)
            return ""
        } catch {
            return "\(error)"
        }
    }

    @Test func `JSON and YAML say the same`() throws {
        let yaml = try TargetFile.decode(
            Array("- targets:\n    - é:1\n    - 😀:2\n  labels: {a/b: c}\n".utf8),
            path: "p"
        )
        #expect(yaml.first?.targets.count == 2)
        let strict = try TargetFile.decode(
            Array(#"[{"targets": ["\u00e9:1", "\ud83d\ude00:2"], "labels": {"a\/b": "c"}}]"#.utf8),
            path: "p.json"
        )
        #expect(strict.first?.targets == yaml.first?.targets)
    }

    @Test(arguments: ["", "# nothing\n", "[]", "null\n"])
    func `an empty YAML file has no groups`(text: String) { #expect(message(text, "x.yml") == "") }

    @Test(arguments: [
        ("", "json: line 1: unexpected end of JSON input"),
        ("[null]", "nil target group item found (line 1, column 2, field [0])"),
        (#"[{"targets": ["a"], "foo": 1}]"#, "yaml: unmarshal errors:\n  line 1: field foo not found in type struct"),
        (#"[{"targets": [1]}]"#, "yaml: unmarshal errors:\n  line 1: cannot unmarshal !!int `1` into string"),
        (
            #"[{"labels": {"a": true}}]"#,
            "yaml: unmarshal errors:\n  line 1: cannot unmarshal !!bool `true` into string"
        ),
        (#"{"a": 1}"#, "yaml: unmarshal errors:\n  line 1: cannot unmarshal !!map into []*targetgroup.Group"),
        ("[{}] x", "json: line 1: invalid character 'x' after top-level value"),
        ("[{},]", "json: line 1: invalid character ']' looking for beginning of value"),
        ("[{\"a\" 1}]", "json: line 1: invalid character '1' after object key"),
        ("\n[01]", "json: line 2: invalid character '0' looking for beginning of value"),
    ])
    func `a bad JSON file says why`(text: String, expected: String) {
        #expect(message(text, "x.JSON").hasPrefix(expected), "\(message(text, "x.json"))")
    }

    @Test(arguments: [
        ("- foo: 1\n", "yaml: unmarshal errors:\n  line 1: field foo not found in type struct"),
        ("- null\n", "nil target group item found"), ("- targets: [a\n", "yaml: line 2: did not find expected"),
        ("- labels: {\"\": x}\n", "\"\" is not a valid label name"),
    ])
    func `a bad YAML file says why`(text: String, expected: String) {
        #expect(message(text, "x.yaml").hasPrefix(expected), "\(message(text, "x.yaml"))")
    }

    @Test(.enabled(if: TextFile.modificationMilliseconds(SharedFolder.path + "/conformance/data/file_sd") != nil))
    func `upstream's files are read as upstream reads them`() throws {
        let directory = SharedFolder.path + "/conformance/data/file_sd"
        for name in ["valid.json", "valid.yml", "valid2.yml", "valid3.yml"] {
            #expect(try TargetFile.read("\(directory)/\(name)").isEmpty == false, "\(name)")
        }
        for name in ["invalid_nil.json", "invalid_nil.yml"] {
            #expect(throws: TargetFileError.self, "\(name)") { try TargetFile.read("\(directory)/\(name)") }
        }
    }

    @Test func `changed JSON never crashes the reader`() {
        let seed = Array(#"[{"targets": ["a:1", "\u00e9\n"], "labels": {"x": "y"}}, {"targets": []}]"#.utf8)
        var state: UInt64 = 11
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        for _ in 0..<5000 {
            var bytes = seed
            for _ in 0...random(4) {
                switch random(3) {
                case 0: bytes[random(bytes.count)] = UInt8(random(256))
                case 1: bytes.remove(at: random(bytes.count))
                default: bytes.insert(Array("[]{}\",:\\u0".utf8)[random(10)], at: random(bytes.count))
                }
            }
            _ = try? TargetFile.decode(bytes, path: "x.json")
        }
        let deep = [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
        #expect(throws: TargetFileError.self) { try TargetFile.decode(deep, path: "x.json") }
    }
}
