/// Why a template cannot be used, in the words of Go's `text/template`.
package enum TemplateError: Error, Hashable, CustomStringConvertible {
    /// The template is not well-formed.
    case syntax(name: String, line: Int, reason: String)
    /// The template is sound, but something went wrong when it was executed.
    case execution(TemplateFailure)

    package var description: String {
        switch self {
        case .syntax(let name, let line, let reason): "template: \(name):\(line): \(reason)"
        case .execution(let failure): failure.description
        }
    }

    /// The error as upstream shows it, with what was being done to template `name`.
    package func text(of name: String) -> String {
        switch self {
        case .syntax: "error parsing template \(name): \(self)"
        case .execution: "error executing template \(name): \(self)"
        }
    }
}
