/// The command that was asked for, with its flags and arguments.
struct ParsedCommand: Sendable {
    /// The names of the command, outermost first.
    var path: [String] = []
    var arguments: [String] = []
    private var values: [String: [String]] = [:]

    /// Notes the value of a flag.
    mutating func add(_ value: String, for flag: String) { values[flag, default: []].append(value) }

    func isGiven(_ flag: String) -> Bool { values[flag] != nil }

    func list(_ flag: String) -> [String] { values[flag] ?? [] }

    /// The value that was given last.
    func text(_ flag: String) -> String? { values[flag]?.last }

    func isOn(_ flag: String) -> Bool { values[flag]?.last == "true" }
}
