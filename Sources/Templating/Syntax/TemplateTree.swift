/// One template of a text: the text itself, or one that it defines.
struct TemplateTree: Sendable {
    /// The name of the text, in messages.
    let source: TemplateSource
    let name: String
    let nodes: [TemplateNode]

    /// Whether it has nothing but white space.
    var isBlank: Bool { nodes.allSatisfy(\.isBlank) }
}
