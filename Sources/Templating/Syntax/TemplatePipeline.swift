/// Commands, each of which hands its value to the next as its last argument.
struct TemplatePipeline: Sendable {
    /// The variables that take the value, with their `$`.
    var variables: [String] = []
    /// Whether the variables exist already.
    var isAssignment = false
    var commands: [TemplateCommand] = []
    var position: Int

    /// The source in its canonical form.
    var description: String {
        let values = commands.map(\.description).joined(separator: " | ")
        return variables.isEmpty
            ? values : variables.joined(separator: ", ") + (isAssignment ? " = " : " := ") + values
    }
}
