/// A piece of a parsed template.
indirect enum TemplateNode: Sendable {
    case text(String)
    /// Prints the value of a pipeline, unless that declares variables.
    case action(TemplatePipeline)
    case condition(TemplateBranch)
    case with(TemplateBranch)
    case range(TemplateBranch)
    case invocation(TemplateInvocation)
    case leaveLoop
    case nextRound

    /// Whether it does nothing but print white space.
    var isBlank: Bool {
        guard case .text(let text) = self else { return false }
        return text.utf8.allSatisfy(TemplateLexer.isSpace)
    }
}
