import PrometheusClient

/// The arguments cut into flags and their values, before any value is looked at.
struct CommandLineArguments {
    /// A flag as it was given; booleans have the value `true` or `false`.
    struct Setting: Hashable {
        let flag: String
        let value: String
    }

    private(set) var settings: [Setting] = []
    private(set) var asksForHelp = false
    private(set) var asksForVersion = false

    private var rest: ArraySlice<String>

    /// Cuts the arguments, the program's name not among them.
    init(_ arguments: [String]) throws(CommandLineError) {
        rest = try Self.expanded(arguments)[...]
        while let argument = rest.popFirst() {
            if argument == "--" {
                if let extra = rest.first { throw .malformed("unexpected \(extra)") }
            } else if argument.hasPrefix("--") {
                try takeLong(argument.dropFirst(2))
            } else if argument.hasPrefix("-"), argument != "-" {
                try takeShort(argument.dropFirst())
            } else {
                throw .malformed("unexpected \(argument)")
            }
        }
    }

    /// Replaces each `@file` by the lines of that file.
    private static func expanded(_ arguments: [String]) throws(CommandLineError) -> [String] {
        var result: [String] = []
        for argument in arguments {
            guard argument.hasPrefix("@"), argument.utf8.count > 1 else {
                result.append(argument)
                continue
            }
            let path = String(argument.dropFirst())
            guard let text = SystemFile.text(path) else {
                throw .malformed("open \(path): no such file or directory")
            }
            result += text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            if result.last == "" { result.removeLast() }
        }
        return result
    }

    private mutating func takeLong(_ argument: Substring) throws(CommandLineError) {
        let equals = argument.firstIndex(of: "=")
        let name = String(argument[..<(equals ?? argument.endIndex)])
        let attached = equals.map { String(argument[argument.index(after: $0)...]) }
        if ["help", "help-long", "help-man", "version"].contains(name) {
            asksForVersion = asksForVersion || name == "version"
            asksForHelp = asksForHelp || name != "version"
            return
        }
        if let flag = FlagTable.byName[name] {
            try takeValue(of: flag, attached)
        } else if name.hasPrefix("no-"), let flag = FlagTable.byName[String(name.dropFirst(3))], flag.kind == .boolean {
            if let attached { throw .malformed("unexpected \(attached)") }
            settings.append(Setting(flag: flag.name, value: "false"))
        } else {
            throw .malformed("unknown long flag '--\(name)'")
        }
    }

    private mutating func takeValue(of flag: Flag, _ attached: String?) throws(CommandLineError) {
        if flag.kind == .boolean {
            if let attached { throw .malformed("unexpected \(attached)") }
            settings.append(Setting(flag: flag.name, value: "true"))
        } else if let value = attached ?? nextValue() {
            settings.append(Setting(flag: flag.name, value: value))
        } else {
            throw .malformed("expected argument for flag '--\(flag.name)'")
        }
    }

    /// The next argument unless it is a flag.
    private mutating func nextValue() -> String? {
        guard let next = rest.first, !next.hasPrefix("-") || next == "-" else { return nil }
        return rest.popFirst()
    }

    private mutating func takeShort(_ argument: Substring) throws(CommandLineError) {
        guard argument == "h" else { throw .malformed("unknown short flag '-\(argument.prefix(1))'") }
        asksForHelp = true
    }
}
