internal import PrometheusExposition
internal import PrometheusModel
internal import StrictYAML

/// `promtool check metrics`: what is unusual about the metrics on the standard input.
struct CheckMetricsCommand {
    private let isExtended: Bool
    private let lints: Bool
    private let output: ProgramOutput

    init(_ command: ParsedCommand, _ output: ProgramOutput) {
        isExtended = command.isOn("extended")
        lints = (command.text("lint") ?? "all") != "none"
        self.output = output
    }

    /// Checks the standard input and returns the exit code.
    func run() -> Int32 {
        guard lints || isExtended else {
            output.errorLine("error: at least one of --extended or linting must be enabled")
            output.errorLine("Use --extended for cardinality analysis, or remove --lint=none to enable linting")
            return 1
        }
        do throws(TextFileError) {
            return check(try TextFile.read("/dev/stdin"))
        } catch {
            output.errorLine("error while reading: \(error)")
            return 1
        }
    }

    /// Checks an exposition and returns the exit code.
    func check(_ bytes: [UInt8]) -> Int32 {
        let families: [LintedFamily]
        do throws(ExpositionError) {
            families = try LintedExposition(bytes).families
        } catch {
            output.errorLine(
                lints ? "error while linting: \(error)" : "error while parsing text to metric families: \(error)"
            )
            return 1
        }
        var problems: [String] = []
        if lints {
            for family in families.sorted(by: { Self.precedes($0.name, $1.name) }) {
                let texts = MetricLinter.problems(of: family).sorted(by: Self.precedes)
                problems += texts.map { "\(family.name) \($0)" }
            }
        }
        for problem in problems { output.errorLine(problem) }
        if isExtended { output.standard(Self.table(families)) }
        return problems.isEmpty ? 0 : 3
    }

    private static func precedes(_ first: String, _ second: String) -> Bool {
        first.utf8.lexicographicallyPrecedes(second.utf8)
    }

    /// The families by the number of their series, in columns of the same width.
    static func table(_ families: [LintedFamily]) -> String {
        let total = families.reduce(0) { $0 + $1.cardinality }
        var rows = [["Metric", "Cardinality", "Percentage"]]
        let sorted = families.sorted {
            $0.cardinality == $1.cardinality ? precedes($0.name, $1.name) : $0.cardinality > $1.cardinality
        }
        for family in sorted where family.cardinality > 0 {
            let share = Double(family.cardinality) / Double(total) * 100
            rows.append([family.name, String(family.cardinality), "\(twoDecimals(share))%"])
        }
        rows.append(["Total", String(total), "100%"])
        let widths = (0..<3).map { column in (rows.map { $0[column].unicodeScalars.count }.max() ?? 0) + 4 }
        return rows.map { row in
            zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.unicodeScalars.count) }.joined() + "\n"
        }.joined()
    }

    private static func twoDecimals(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded(.toNearestOrEven))
        let fraction = hundredths % 100
        return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
    }
}
