internal import PrometheusConfiguration
internal import PrometheusModel
internal import Rules
internal import StrictYAML

/// Checks rule files one after the other and says what it finds.
struct RuleFileCheck {
    let output: ProgramOutput
    let checksDuplicates: Bool
    let settings: RuleSettings
    /// Whether a file was no rule file.
    private(set) var hasFailed = false
    /// Whether a file had rules that are there several times.
    private(set) var hasLint = false

    init(_ output: ProgramOutput, _ features: Features, checksDuplicates: Bool, ignoresUnknownFields: Bool) {
        self.output = output
        self.checksDuplicates = checksDuplicates
        var settings = RuleSettings(ServerConfiguration())
        settings.parser = features.parser
        settings.ignoresUnknownFields = ignoresUnknownFields
        self.settings = settings
    }

    /// Checks a file, `nil` for the standard input.
    mutating func check(_ file: String?) {
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
            return
        }
        output.line()
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
