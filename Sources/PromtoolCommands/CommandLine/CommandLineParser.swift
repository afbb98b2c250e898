#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// Reads the arguments of the program by the table of its commands.
///
/// Flags may stand anywhere behind the command that has them.
struct CommandLineParser {
    private let root: CommandDefinition
    private var chain: [CommandDefinition]
    private var result = ParsedCommand()
    private var rest: ArraySlice<String>

    private init(_ root: CommandDefinition, _ arguments: [String]) {
        self.root = root
        chain = [root]
        rest = arguments[...]
    }

    /// The command that the arguments ask for; it may lack what it needs if help or the version is wanted.
    static func parse(
        _ arguments: [String],
        _ root: CommandDefinition
    ) throws(CommandLineProblem) -> (command: CommandDefinition, parsed: ParsedCommand) {
        var parser = CommandLineParser(root, arguments)
        try parser.run()
        let command = parser.chain[parser.chain.count - 1]
        if !parser.result.isOn("help"), !parser.result.isOn("version") { try parser.check(command) }
        return (command, parser.result)
    }

    private var flags: [CommandFlag] { chain.flatMap(\.flags) }

    private mutating func run() throws(CommandLineProblem) {
        var takesFlags = true
        while let word = rest.popFirst() {
            if takesFlags, word == "--" {
                takesFlags = false
            } else if takesFlags, word.hasPrefix("--") {
                try longFlag(word.dropFirst(2))
            } else if takesFlags, word.hasPrefix("-"), word.count > 1 {
                try shortFlags(word.dropFirst())
            } else {
                try positional(word)
            }
        }
    }

    private mutating func positional(_ word: String) throws(CommandLineProblem) {
        let current = chain[chain.count - 1]
        guard current.commands.isEmpty else {
            guard let next = current[word] else { throw .unknownCommand(word) }
            chain.append(next)
            result.path.append(word)
            return
        }
        let count = result.arguments.count
        guard count < current.arguments.count || current.arguments.last?.isRepeated == true else {
            throw .unexpected(word)
        }
        result.arguments.append(word)
    }

    private mutating func longFlag(_ text: Substring) throws(CommandLineProblem) {
        let name = String(text.prefix { $0 != "=" })
        let value = name.count < text.count ? String(text.dropFirst(name.count + 1)) : nil
        if let flag = flags.first(where: { $0.name == name }) {
            if flag.isSwitch {
                // A value behind a switch is not its own.
                if let value { rest = [value] + rest }
                return try add("true", flag)
            }
            if let value { return try add(value, flag) }
            guard let next = rest.popFirst(), !next.hasPrefix("-") || next == "-" else {
                throw .missingValue(flag: name)
            }
            return try add(next, flag)
        }
        guard name.hasPrefix("no-"), let flag = flags.first(where: { $0.isSwitch && "no-" + $0.name == name }) else {
            throw .unknownFlag(name)
        }
        try add("false", flag)
    }

    private mutating func shortFlags(_ letters: Substring) throws(CommandLineProblem) {
        for (i, letter) in letters.enumerated() {
            guard let flag = flags.first(where: { $0.short == letter }) else { throw .unknownShortFlag(letter) }
            if flag.isSwitch {
                try add("true", flag)
                continue
            }
            let value = String(letters.dropFirst(i + 1))
            if !value.isEmpty { return try add(value, flag) }
            guard let next = rest.popFirst() else { throw .missingValue(flag: flag.name) }
            return try add(next, flag)
        }
    }

    private mutating func add(_ value: String, _ flag: CommandFlag) throws(CommandLineProblem) {
        if case .values = flag.kind {
            result.add(value, for: flag.name)
        } else {
            guard !result.isGiven(flag.name) else { throw .repeated(flag: flag.name) }
            result.add(value, for: flag.name)
        }
    }

    private func check(_ command: CommandDefinition) throws(CommandLineProblem) {
        if !command.commands.isEmpty {
            // The program by itself shows its usage.
            if result.path.isEmpty { return }
            throw .noSubcommand(of: result.path.joined(separator: " "))
        }
        for (i, argument) in command.arguments.enumerated() {
            let values = argument.isRepeated ? result.arguments.dropFirst(i) : result.arguments.dropFirst(i).prefix(1)
            if values.isEmpty, argument.isRequired { throw .missingArgument(argument.name) }
            guard argument.isFile else { continue }
            for path in values { try Self.checkFile(path) }
        }
    }

    private static func checkFile(_ path: String) throws(CommandLineProblem) {
        var status = stat()
        // Safe: the structure is filled by the call and not kept.
        guard unsafe stat(path, &status) == 0 else { throw .noFile(path) }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw .directory(path) }
    }
}
