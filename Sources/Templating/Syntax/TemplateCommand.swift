/// An operand, or a function with its arguments.
struct TemplateCommand: Sendable {
    var operands: [TemplateOperand]
    var position: Int

    /// The source in its canonical form.
    var description: String { operands.map(\.description).joined(separator: " ") }
}
