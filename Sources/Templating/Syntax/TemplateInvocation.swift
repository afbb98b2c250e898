/// The use of a template by its name.
struct TemplateInvocation: Sendable {
    var name: String
    var pipeline: TemplatePipeline?
    var position: Int

    /// The action as messages show it.
    var description: String {
        "{{template \(GoQuoting.quoted(name))" + (pipeline.map { " \($0.description)" } ?? "") + "}}"
    }
}
