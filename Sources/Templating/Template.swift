/// A parsed template: text with actions in double braces.
///
/// Actions are a variable or field with an optional label (`{{ $labels.job }}`, `{{ .Value }}`), a literal, or a comment,
/// with trim markers. Functions, pipelines and control structures are taken, so that a rule file that has them still
/// loads, and fail when the template is expanded.
package struct Template: Sendable {
    /// The name in messages.
    package let name: String
    let nodes: [TemplateNode]

    /// Parses `text`.
    package init(name: String, _ text: String) throws(TemplateError) {
        self.name = name
        var parser = TemplateParser(name: name, text: text)
        nodes = try parser.parse()
    }

    /// The text with every action replaced by its value.
    package func expanded(_ data: TemplateData) throws(TemplateError) -> String {
        var result = ""
        for node in nodes {
            switch node {
            case .text(let text): result += text
            case .output(let operand, let place): result += try operand.text(data, name, place)
            }
        }
        return result
    }
}
