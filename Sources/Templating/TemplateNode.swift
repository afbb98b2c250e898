/// A piece of a parsed template.
enum TemplateNode: Sendable {
    case text(String)
    /// Prints a value.
    case output(TemplateOperand, TemplatePlace)
}
