/// A control structure: what decides, what is done then, and what is done otherwise.
struct TemplateBranch: Sendable {
    var pipeline: TemplatePipeline
    var body: [TemplateNode]
    var otherwise: [TemplateNode]
}
