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

    /// How many cases of each script pass at least; what fails today and is not a later issue's is told in the failure.
    private static let expectations: [(script: String, passes: Int)] = [
        ("aggregators", 96), ("at_modifier", 58), ("collision", 2), ("functions", 284), ("histograms", 66),
        ("literals", 19),
        ("operators", 113), ("range_queries", 12), ("selectors", 23), ("staleness", 13), ("subquery", 24),
        ("trig_functions", 14), ("limit", 9), ("name_label_dropping", 22), ("duration_expression", 44),
        ("native_histograms", 2), ("info", 39), ("fill-modifier", 34), ("extended_vectors", 88),
        ("start_timestamps", 3),
        ("type_and_unit", 44),
    ]

    @Test(.enabled(if: isAtHand, "the scripts are not beside this working copy"), arguments: expectations)
    func `a script passes as far as it is built`(script: String, passes: Int) async throws {
        let text = try String(contentsOfFile: "\(Self.directory)/\(script).test", encoding: .utf8)
        var runner = ScriptRunner()
        await runner.run(text)
        let outcome = runner.outcome
        if let path = ProcessInfo.processInfo.environment["PROMQL_SCRIPTS_REPORT"] {
            let report =
                "\(script): \(outcome.passed) passed, \(outcome.later) later, \(outcome.failures.count) failed\n"
                + outcome.failures.map { "  \($0)\n" }.joined()
            try report.write(toFile: "\(path)/\(script).txt", atomically: true, encoding: .utf8)
        }
        #expect(outcome.passed >= passes, "\(outcome.failures.joined(separator: "\n"))")
    }
}
