import FoundationEssentials
import PromtoolCommands
import TestSupport
import Testing

/// Upstream's rule files, judged as upstream's tool judges them.
@Suite struct CheckRulesConformanceTests {
    private static let folder = SharedFolder.path + "/conformance/data"
    private static let isPresent = FileManager.default.fileExists(atPath: folder)

    /// The files that are refused, each with the first line of the reason.
    private static let refused: [String: String] = [
        "rulefmt/bad_expr.bad.yaml":
            #"5:15: group "yolo", rule 1, "yolo": could not parse expression: 1:6: parse error: "#
            + #"expected type range vector in call to function "rate", got instant vector"#,
        "rulefmt/bad_field.bad.yaml": "yaml: unmarshal errors:",
        "rulefmt/duplicate_grp.bad.yaml": #"0:0: groupname: "yolo" is repeated in the same file"#,
        "rulefmt/invalid_record_name.bad.yaml":
            #"4:17: group "yolo", rule 1, "strawberry{flavor=\"sweet\"}": braces present in the recording rule name; "#
            + #"should it be in expr?: strawberry{flavor="sweet"}"#,
        "rulefmt/no_rec_alert.bad.yaml":
            #"0:0: 0:0: group "yolo", rule 1, "": one of 'record' or 'alert' must be set"#,
        "rulefmt/record_and_for.bad.yaml":
            #"4:17: group "yolo", rule 1, "Hello": invalid field 'for' in recording rule"#,
        "rulefmt/record_and_keep_firing_for.bad.yaml":
            #"4:17: group "yolo", rule 1, "Hello": invalid field 'keep_firing_for' in recording rule"#,
        "rules/invalid_rules.yaml": "yaml: unmarshal errors:",
        "promtool/bad-rules-syntax.yml":
            #"7:15: group "bad-syntax", rule 1, "x": could not parse expression: 1:7: parse error: "#
            + "unexpected end of input",
        "promtool/rules-bad.yml":
            #"group "alerts", rule 1, "InstanceDown": annotation "summary": template: __alert_InstanceDown:1: "#
            + #"undefined variable "$label""#,
        "promtool/rules_extrafields.yml": "yaml: unmarshal errors:",
    ]

    /// The rule files: two whole folders, and those among promtool's inputs.
    private static func files() throws -> [String] {
        let whole = try ["rulefmt", "rules"].flatMap { name in
            try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(name)").map { "\(name)/\($0)" }
        }
        let others = [
            "at-modifier", "bad-rules-error", "bad-rules-syntax", "negative-offset", "prometheus-config.rules.good",
            "prometheus-rules.lint", "rules", "rules-bad", "rules_duplicates", "rules_extrafields", "rules_large",
        ]
        return whole.sorted() + others.map { "promtool/\($0).yml" } + ["config/first.rules"]
    }

    private static func run(_ arguments: String...) async -> (code: Int32, output: String, error: String) {
        let output = RecordedOutput()
        let code = await Promtool.run(["check", "rules"] + arguments, output.output)
        return (code, output.standard, output.error)
    }

    @Test(.enabled(if: isPresent, "upstream's rule files are not here"))
    func `upstream's rule files are taken and refused as upstream does`() async throws {
        let files = try Self.files()
        #expect(files.count >= 38 && Self.refused.keys.allSatisfy(files.contains))
        for file in files {
            let path = "\(Self.folder)/\(file)"
            let (code, output, error) = await Self.run(path)
            guard let reason = Self.refused[file] else {
                #expect(code == 0, "\(file): \(error)")
                continue
            }
            #expect(code == 1 && output == "Checking \(path)\n", "\(file)")
            let lines = error.split(separator: "\n")
            #expect(lines.first == "  FAILED:")
            #expect(lines.dropFirst().first.map(String.init) == "\(path): \(reason)", "\(file)")
        }
    }

    @Test(.enabled(if: isPresent, "upstream's rule files are not here"))
    func `flags change the judgement as they do upstream`() async throws {
        let duplicates = "\(Self.folder)/promtool/rules_duplicates.yml"
        let lint = await Self.run("--lint-fatal", duplicates)
        #expect(lint.code == 3 && lint.error.hasPrefix("  FAILED:\nlint error "))
        #expect(await Self.run("--lint-fatal", "--lint=none", duplicates).code == 0)
        let extra = "\(Self.folder)/promtool/rules_extrafields.yml"
        #expect(await Self.run("--ignore-unknown-fields", extra).code == 0)
    }
}
