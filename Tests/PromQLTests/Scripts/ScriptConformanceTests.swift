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

    /// How many commands of each script may fail, all because native histograms are not evaluated there yet.
    private static let allowances: [(script: String, failures: Int)] = [
        ("aggregators", 0), ("at_modifier", 0), ("collision", 0), ("duration_expression", 0), ("extended_vectors", 0),
        ("fill-modifier", 0), ("functions", 0), ("histograms", 0), ("info", 0), ("limit", 0), ("literals", 0),
        ("name_label_dropping", 0), ("native_histograms", 0), ("operators", 0), ("range_queries", 0),
        ("selectors", 0), ("staleness", 0), ("start_timestamps", 0), ("subquery", 0), ("trig_functions", 0),
        ("type_and_unit", 0),
    ]

    @Test(.enabled(if: isAtHand, "the scripts are not beside this working copy"))
    func `every script of the folder is run`() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.directory).filter { $0.hasSuffix(".test") }
        #expect(Set(names) == Set(Self.allowances.map { $0.script + ".test" }))
    }

    @Test(.enabled(if: isAtHand, "the scripts are not beside this working copy"), arguments: allowances)
    func `a script passes`(script: String, failures: Int) async throws {
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
        #expect(outcome.failures.count <= failures, "\(outcome.failures.joined(separator: "\n"))")
    }
}
