internal import LabelMatching
internal import PromQL
internal import PrometheusBytes
internal import PrometheusConfiguration
internal import PrometheusModel
internal import Rules
internal import StrictYAML

/// `promtool test rules`: unit tests for rule files.
struct TestRulesCommand {
    private let files: [String]
    private let patterns: [String]
    private let reportPath: String?
    private let isDebugging: Bool
    private let showsDifferences: Bool
    private let ignoresUnknownFields: Bool
    private let features: Features
    private let output: ProgramOutput
    private let clock = WallClock.system

    init(_ command: ParsedCommand, _ features: Features, _ output: ProgramOutput) {
        files = command.arguments
        patterns = command.list("run")
        reportPath = command.text("junit")
        isDebugging = command.isOn("debug")
        showsDifferences = command.isOn("diff")
        ignoresUnknownFields = command.isOn("ignore-unknown-fields")
        self.features = features
        self.output = output
    }

    /// Runs all files and returns the exit code.
    func run() async -> Int32 {
        let filter: RegularExpression?
        do throws(RegularExpressionError) {
            filter = patterns.isEmpty ? nil : try RegularExpression(patterns.joined(separator: "|"))
        } catch {
            output.errorLine("\(error)")
            return 1
        }
        var report = JUnitReport()
        var hasFailed = false
        for file in files {
            var suite = JUnitReport.Suite(name: file, timestampMilliseconds: clock.nowMilliseconds())
            let failures = await test(file, filter, &suite)
            report.suites.append(suite)
            if failures.isEmpty {
                output.line("  SUCCESS")
            } else {
                hasFailed = true
                output.errorLine("  FAILED:")
                for failure in failures {
                    output.errorLine(failure)
                    output.line()
                }
            }
            output.line()
        }
        if let reportPath, let problem = OutputFile.write(report.text, to: reportPath) {
            output.errorLine("failed to write JUnit XML: \(problem)")
            return 1
        }
        return hasFailed ? 1 : 0
    }

    private func test(
        _ path: String,
        _ filter: RegularExpression?,
        _ suite: inout JUnitReport.Suite
    ) async -> [String] {
        let file: UnitTestFile
        do {
            file = try UnitTestFile(String(decoding: try TextFile.read(path), as: UTF8.self))
        } catch {
            suite.errors += 1
            return ["\(error)"]
        }
        let ruleFiles = rulePaths(file, BaseDirectory(ofFile: path))
        if let repeated = file.groupOrder.enumerated().first(where: {
            file.groupOrder[..<$0.offset].contains($0.element)
        }) {
            suite.errors += 1
            return ["group name repeated in evaluation order: \(repeated.element)"]
        }
        var failures: [String] = []
        for group in file.groups {
            if let filter, group.shownName.withRawSpan({ filter.firstMatch(in: $0) }) == nil { continue }
            let found = await test(group, file, ruleFiles)
            suite.cases.append((group.shownName, found))
            failures += found
        }
        return failures
    }

    private func rulePaths(_ file: UnitTestFile, _ base: BaseDirectory) -> [String] {
        file.rulePatterns.flatMap { pattern -> [String] in
            let resolved = base.resolve(pattern)
            let matches = FilePattern(resolved).matches()
            if matches.isEmpty { output.errorLine("  WARNING: no file match pattern \(resolved)") }
            return matches
        }
    }

    private func test(_ group: UnitTestGroup, _ file: UnitTestFile, _ ruleFiles: [String]) async -> [String] {
        if isDebugging { output.errorLine("DEBUG: Starting test \(group.shownName)") }
        let began = ContinuousClock.now
        defer {
            if isDebugging {
                let elapsed = GoDurationText.string(began.duration(to: .now))
                output.errorLine("DEBUG: Test \(group.shownName) finished, took \(elapsed)")
            }
        }
        var settings = RuleSettings(ServerConfiguration())
        settings.intervalMilliseconds = group.intervalMilliseconds
        settings.externalLabels = group.externalLabels
        settings.parser = features.parser
        settings.ignoresUnknownFields = ignoresUnknownFields
        settings.filePatterns = ruleFiles
        var rules: [RuleGroupDefinition] = []
        do throws(RuleFileError) {
            rules = try RuleFiles.load(settings)
        } catch {
            return error.messages
        }
        var options = QueryEngineOptions()
        options.subqueryStepMilliseconds = file.evaluationIntervalMilliseconds
        options.parser = features.parser
        options.delaysNameRemoval = features.delaysNameRemoval
        options.threads = 1
        var run = UnitTestRun(
            group,
            file,
            rules: rules,
            settings,
            QueryEngine(options: options),
            showsDifferences: showsDifferences
        )
        let failures = await run.failures()
        if isDebugging, run.isComplete { output.error(await run.dump()) }
        return failures
    }
}
