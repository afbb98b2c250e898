/// The usage texts of commands.
enum CommandHelp {
    private static let width = 80

    /// The text of `--help` for a command.
    static func text(_ path: [String], _ command: CommandDefinition, inherited: [CommandFlag]) -> String {
        var usage = (["promtool"] + path + ["[<flags>]"]).joined(separator: " ")
        usage += command.commands.isEmpty ? "" : " <command> [<args> ...]"
        for argument in command.arguments { usage += " " + argument.usage }
        var text = "usage: \(usage)\n\n\(command.help)\n\n\nFlags:\n"
        let flags = inherited + command.flags
        let rows = flags.map { (label($0), $0.help) }
        let indent = min(30, (rows.map { $0.0.count }.max() ?? 0) + 4)
        for (label, help) in rows { text += row(label, help, indent) }
        if !command.arguments.isEmpty {
            text += "\nArgs:\n"
            let indent = (command.arguments.map { $0.name.count }.max() ?? 0) + 6
            for argument in command.arguments { text += row("<\(argument.name)>", argument.help, indent) }
        }
        if !command.commands.isEmpty {
            text += "\nCommands:\n"
            for (path, command) in leaves(path, command) {
                let arguments = command.arguments.map { " " + $0.usage }.joined()
                text += "\((path + [command.name]).joined(separator: " ")) [<flags>]\(arguments)\n"
                text += "    \(command.help)\n\n"
            }
            return text
        }
        return text + "\n"
    }

    private static func leaves(
        _ path: [String],
        _ command: CommandDefinition
    ) -> [(path: [String], command: CommandDefinition)] {
        command.commands.flatMap { sub in
            sub.commands.isEmpty ? [(path, sub)] : leaves(path + [sub.name], sub)
        }
    }

    private static func label(_ flag: CommandFlag) -> String {
        let short = flag.short.map { "-\($0), " } ?? "    "
        switch flag.kind {
        case .switched: return "\(short)--[no-]\(flag.name)"
        case .value(let placeholder):
            return "\(short)--\(flag.name)=" + (flag.standard.isEmpty ? placeholder : flag.standard)
        case .values(let placeholder): return "\(short)--\(flag.name)=\(placeholder) ..."
        }
    }

    /// A label with its help beside it, or below it if it is long.
    private static func row(_ label: String, _ help: String, _ indent: Int) -> String {
        var lines = wrapped(help, width - indent)
        let first = "  " + label
        let pad = String(repeating: " ", count: indent)
        if first.count + 2 > indent { return first + "\n" + lines.map { pad + $0 + "\n" }.joined() }
        let head =
            first + String(repeating: " ", count: indent - first.count) + (lines.isEmpty ? "" : lines.removeFirst())
        return head + "\n" + lines.map { pad + $0 + "\n" }.joined()
    }

    private static func wrapped(_ text: String, _ width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return line.isEmpty ? lines : lines + [line]
    }
}
