/// Where an action stands in a template, for messages.
struct TemplatePlace: Sendable {
    /// Counted from 1.
    let line: Int
    /// Counted from 0, in bytes, as Go has it.
    let column: Int
    /// The source of the action.
    let source: String
}
