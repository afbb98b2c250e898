/// `promtool check rules`: whether rule files are valid.
struct CheckRulesCommand {
    private let files: [String]
    private let isLintFatal: Bool
    private let check: RuleFileCheck

    init(_ command: ParsedCommand, _ features: Features, _ output: ProgramOutput) {
        files = command.arguments
        isLintFatal = command.isOn("lint-fatal")
        check = RuleFileCheck(
            output,
            features,
            checksDuplicates: LintOptions(command, known: ["duplicate-rules"], output).has("duplicate-rules"),
            ignoresUnknownFields: command.isOn("ignore-unknown-fields")
        )
    }

    /// Checks all files and returns the exit code.
    func run() -> Int32 {
        var check = check
        for file in files.isEmpty ? [nil] : files.map(Optional.some) { check.check(file) }
        return check.hasFailed ? 1 : check.hasLint && isLintFatal ? 3 : 0
    }
}
