internal import PrometheusConfiguration
internal import PrometheusModel
internal import StrictYAML

/// `promtool check config`: whether configurations and the files that they name are valid.
struct CheckConfigCommand {
    private let files: [String]
    private let output: ProgramOutput
    private let isSyntaxOnly: Bool
    private let isAgent: Bool
    private let isLintFatal: Bool
    private let lint: LintOptions
    private let lookbackMilliseconds: Int64
    private let rules: RuleFileCheck

    init(_ command: ParsedCommand, _ features: Features, _ output: ProgramOutput) {
        files = command.arguments
        self.output = output
        isSyntaxOnly = command.isOn("syntax-only")
        isAgent = command.isOn("agent")
        isLintFatal = command.isOn("lint-fatal")
        lint = LintOptions(command, known: ["duplicate-rules", "too-long-scrape-interval"], output)
        // A value that is no duration is refused when the command line is read.
        lookbackMilliseconds = (try? DurationText.parse(command.text("query.lookback-delta") ?? "5m")) ?? 300_000
        rules = RuleFileCheck(
            output,
            features,
            checksDuplicates: lint.has("duplicate-rules"),
            ignoresUnknownFields: command.isOn("ignore-unknown-fields")
        )
    }

    /// Checks all files and returns the exit code.
    func run() async -> Int32 {
        var hasFailed = false
        var hasLint = false
        var rules = rules
        for file in files {
            output.line("Checking \(file)")
            var ruleFiles: [String] = []
            do {
                let configuration = try load(file)
                ruleFiles = try check(configuration)
                if !ruleFiles.isEmpty { output.line("  SUCCESS: \(ruleFiles.count) rule files found") }
                output.line(" SUCCESS: \(file) is valid prometheus config file syntax")
                output.line()
                if let problem = tooLongInterval(configuration) {
                    hasLint = true
                    output.errorLine("  FAILED: \(problem)")
                }
            } catch {
                hasFailed = true
                output.errorLine("  FAILED: \(error)")
                output.line()
            }
            for ruleFile in ruleFiles { rules.check(ruleFile) }
        }
        if hasFailed || rules.hasFailed { return 1 }
        return (hasLint || rules.hasLint) && isLintFatal ? 3 : 0
    }

    private func load(_ file: String) throws -> ServerConfiguration {
        let configuration = try ServerConfiguration(file: file, environment: ProcessEnvironment.value)
        if isAgent, let problem = configuration.agentModeProblem { throw CheckProblem(problem) }
        return configuration
    }

    /// Checks the files that the configuration names.
    ///
    /// - Returns: the rule files.
    private func check(_ configuration: ServerConfiguration) throws(CheckProblem) -> [String] {
        guard !isSyntaxOnly else { return [] }
        var ruleFiles: [String] = []
        for pattern in configuration.ruleFilePatterns {
            let found = FilePattern(pattern).matches()
            if found.isEmpty, !pattern.contains("*") {
                throw CheckProblem("\(pattern.quoted) does not point to an existing file")
            }
            ruleFiles += found
        }
        let references = ReferencedFileCheck(output)
        for job in configuration.scrapeJobs { try references.check(job) }
        for set in configuration.alerting.alertmanagers { try references.check(set) }
        return ruleFiles
    }

    /// What the first job whose samples would go stale between scrapes has.
    private func tooLongInterval(_ configuration: ServerConfiguration) -> String? {
        guard lint.has("too-long-scrape-interval"),
            let job = configuration.scrapeJobs.first(where: { $0.intervalMilliseconds >= lookbackMilliseconds })
        else { return nil }
        let interval = DurationText.string(milliseconds: job.intervalMilliseconds)
        return
            "too long scrape interval found, data point will be marked as stale - job: \(job.jobName), interval: \(interval)"
    }
}
