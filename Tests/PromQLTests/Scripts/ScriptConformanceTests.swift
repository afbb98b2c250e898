import Foundation
import Testing

/// Upstream's own scripts, where they are at hand.
@Suite struct ScriptConformanceTests {
    /// The scripts beside the repository's working copies.
    private static let directory: String = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return ProcessInfo.processInfo.environment["PROMQL_SCRIPTS"]
            ?? root.appendingPathComponent("../shared/conformance/promqltest").path
    }()

    private static let isAtHand = FileManager.default.fileExists(atPath: directory)

    private static let scripts = [
        "aggregators", "at_modifier", "collision", "duration_expression", "extended_vectors", "fill-modifier",
        "functions", "histograms", "info", "limit", "literals", "name_label_dropping", "native_histograms", "operators",
        "range_queries", "selectors", "staleness", "start_timestamps", "subquery", "trig_functions", "type_and_unit",
    ]

    @Test(.enabled(if: isAtHand, "the scripts are not beside this working copy"))
    func `every script of the folder is run`() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.directory).filter { $0.hasSuffix(".test") }
        #expect(Set(names) == Set(Self.scripts.map { $0 + ".test" }))
    }

    @Test(.enabled(if: isAtHand, "the scripts are not beside this working copy"), arguments: scripts)
    func `a script passes`(script: String) async throws {
        let text = try String(contentsOfFile: "\(Self.directory)/\(script).test", encoding: .utf8)
        var runner = ScriptRunner()
        try await runner.run(text)
        let outcome = runner.outcome
        if let path = ProcessInfo.processInfo.environment["PROMQL_SCRIPTS_REPORT"] {
            let report =
                "\(script): \(outcome.passed) passed, \(outcome.failures.count) failed\n"
                + outcome.failures.map { "  \($0)\n" }.joined()
            try report.write(toFile: "\(path)/\(script).txt", atomically: true, encoding: .utf8)
        }
        #expect(outcome.failures.isEmpty, "\(outcome.failures.joined(separator: "\n"))")
        // None is lost on the way.
        let lines = text.split(separator: "\n").count { $0.drop(while: \.isWhitespace).hasPrefix("eval") }
        #expect(outcome.passed == lines)
    }
}
