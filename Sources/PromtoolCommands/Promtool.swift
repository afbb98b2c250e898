internal import PromQL

/// The program `promtool` without its `main`.
package enum Promtool {
    /// Runs the program with the arguments that follow its name.
    /// - Returns: The exit code.
    @concurrent
    package static func run(_ arguments: [String], _ output: ProgramOutput) async -> Int32 {
        let root = CommandDefinition.promtool
        let command: CommandDefinition
        let parsed: ParsedCommand
        do throws(CommandLineProblem) {
            (command, parsed) = try CommandLineParser.parse(arguments, root)
        } catch {
            output.errorLine("promtool: error: \(error), try --help")
            return 1
        }
        if parsed.isOn("version") {
            output.standard(versionText)
            return 0
        }
        if parsed.isOn("help") || parsed.path.isEmpty {
            output.standard(CommandHelp.text(parsed.path, command, inherited: inherited(parsed.path, root)))
            return 0
        }
        let features = Features(parsed.list("enable-feature"), output)
        switch parsed.path.joined(separator: " ") {
        case "check config": return await CheckConfigCommand(parsed, features, output).run()
        case "check web-config": return CheckWebConfigCommand(parsed, output).run()
        case "check healthy": return await CheckServerCommand(parsed, "healthy", output).run()
        case "check ready": return await CheckServerCommand(parsed, "ready", output).run()
        case "check metrics": return CheckMetricsCommand(parsed, output).run()
        case "check service-discovery": return await CheckServiceDiscoveryCommand(parsed, output).run()
        case "check rules": return CheckRulesCommand(parsed, features, output).run()
        case "promql explain": return await ExplainCommand(parsed, features, output).run()
        case "test rules": return await TestRulesCommand(parsed, features, output).run()
        case "test backtest": return await TestBacktestCommand(parsed, features, output).run()
        default: return 1
        }
    }

    /// The flags that a command has from the ones around it.
    private static func inherited(_ path: [String], _ root: CommandDefinition) -> [CommandFlag] {
        var flags: [CommandFlag] = []
        var current = root
        for name in path {
            flags += current.flags
            current = current[name] ?? current
        }
        return flags
    }

    private static var versionText: String {
        "promtool, version 3.5.0 (branch: main, revision: vencejo)\n  platform:         linux\n"
    }
}
