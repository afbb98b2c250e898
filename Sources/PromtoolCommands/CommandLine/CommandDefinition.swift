/// A command of the program, with its sub-commands.
struct CommandDefinition: Sendable {
    let name: String
    let help: String
    var flags: [CommandFlag] = []
    var arguments: [CommandArgument] = []
    var commands: [CommandDefinition] = []

    subscript(name: String) -> CommandDefinition? { commands.first { $0.name == name } }
}
