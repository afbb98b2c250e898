internal import PrometheusConfiguration
internal import PrometheusModel
internal import Rules
internal import StrictYAML

/// `promtool check rules`: whether rule files are valid.
struct CheckRulesCommand {
    private let files: [String]
    private let output: ProgramOutput
    private let checksDuplicates: Bool
    private let isLintFatal: Bool
    private let settings: RuleSettings

    init(_ command: ParsedCommand, _ features: Features, _ output: ProgramOutput) {
        files = command.arguments
        self.output = output
        isLintFatal = command.isOn("lint-fatal")
        var names: Set<Substring> = []
        for name in (command.text("lint") ?? "duplicate-rules").split(separator: ",") {
            if ["all", "duplicate-rules", "none"].contains(name) {
                names.insert(name)
            } else {
                output.line("WARNING: unknown lint option: \(String(name).quoted)")
            }
        }
        checksDuplicates = !names.contains("none") && (names.contains("all") || names.contains("duplicate-rules"))
        var settings = RuleSettings(ServerConfiguration())
        settings.parser = features.parser
        settings.ignoresUnknownFields = command.isOn("ignore-unknown-fields")
        self.settings = settings
    }

    /// Checks all files and returns the exit code.
    func run() -> Int32 {
        var hasFailed = false
        var hasLint = false
        let sources = files.isEmpty ? [nil] : files.map(Optional.some)
        for file in sources {
            output.line("Checking \(file ?? "standard input")")
            do {
                let text = String(decoding: try TextFile.read(file ?? "/dev/stdin"), as: UTF8.self)
                let groups = try RuleFiles.decode(text, file: file ?? "stdin", settings: settings)
                let problems = checksDuplicates ? duplicates(groups) : []
                if problems.isEmpty {
                    output.line("  SUCCESS: \(groups.reduce(0) { $0 + $1.rules.count }) rules found")
                } else {
                    hasLint = true
                    output.errorLine("  FAILED:")
                    output.error(report(problems))
                }
            } catch {
                hasFailed = true
                output.errorLine("  FAILED:")
                for message in (error as? RuleFileError)?.messages ?? ["\(error)"] { output.errorLine(message) }
                continue
            }
            output.line()
        }
        return hasFailed ? 1 : hasLint && isLintFatal ? 3 : 0
    }

    /// The name and labels of rules that are there several times.
    private struct Identity: Hashable, Comparable {
        var name: String
        var labels: Labels

        static func < (first: Identity, second: Identity) -> Bool {
            first.name == second.name
                ? first.labels < second.labels : first.name.utf8.lexicographicallyPrecedes(second.name.utf8)
        }
    }

    private func duplicates(_ groups: [RuleGroupDefinition]) -> [Identity] {
        var counts: [Identity: Int] = [:]
        for rule in groups.flatMap(\.rules) {
            counts[Identity(name: rule.name, labels: Labels(rule.labels)), default: 0] += 1
        }
        return counts.filter { $0.value > 1 }.keys.sorted()
    }

    private func report(_ problems: [Identity]) -> String {
        var text = "lint error \(problems.count) duplicate rule(s) found.\n"
        for problem in problems {
            text += "Metric: \(problem.name)\nLabel(s):\n"
            for label in problem.labels.array { text += "\t\(label.name): \(label.value)\n" }
        }
        return text + "Might cause inconsistency while recording expressions\n"
    }
}
