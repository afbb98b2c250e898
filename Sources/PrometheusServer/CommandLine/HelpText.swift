import PrometheusModel

/// The text of `--help`: one entry a flag, names to the left, words to the right.
enum HelpText {
    private static let column = 33
    private static let width = 80

    static var text: String {
        var text = "usage: prometheus [<flags>]\n\nThe Prometheus monitoring server\n\n\nFlags:\n"
        text += entry("  -h, --[no-]help", "Show context-sensitive help (also try --help-long and --help-man).")
        text += entry("      --[no-]version", "Show application version.")
        for flag in FlagTable.all where !flag.isHidden { text += entry("      " + name(of: flag), words(of: flag)) }
        return text + "\n"
    }

    private static func name(of flag: Flag) -> String {
        if flag.kind == .boolean { return "--[no-]\(flag.name)" }
        let value: String
        if let placeholder = flag.placeholder {
            value = placeholder
        } else if let first = flag.defaults.first {
            value = flag.kind == .text && !flag.isRepeatable ? first.quoted : first
        } else {
            value = flag.isRepeatable ? "" : flag.name.uppercased()
        }
        return "--\(flag.name)=\(value)\(flag.isRepeatable ? " ..." : "")"
    }

    private static func words(of flag: Flag) -> String {
        let repeated = flag.name == "web.listen-address" ? " Can be repeated." : ""
        let mode =
            switch flag.mode {
            case .both: ""
            case .server: " Use with server mode only."
            case .agent: " Use with agent mode only."
            }
        return flag.help + repeated + mode
    }

    private static func entry(_ name: String, _ words: String) -> String {
        var lines: [String] = []
        var line = ""
        for word in words.split(separator: " ") {
            if !line.isEmpty, column + line.count + 1 + word.count > width {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        lines.append(line)
        let margin = String(repeating: " ", count: column)
        if name.count + 2 <= column {
            lines[0] = name + margin.dropFirst(name.count) + lines[0]
        } else {
            lines[0] = name + "  \n" + margin + lines[0]
        }
        return lines.enumerated().map { ($0.offset == 0 ? "" : margin) + $0.element + "\n" }.joined()
    }
}
