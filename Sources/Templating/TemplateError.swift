internal import PrometheusModel

/// Why a template cannot be used, in the words of Go's `text/template`.
package enum TemplateError: Error, Hashable, CustomStringConvertible {
    /// The template is not well-formed.
    case syntax(name: String, line: Int, reason: String)
    /// The template is sound, but its data does not have what it asks for.
    case execution(name: String, line: Int, column: Int, action: String, reason: String)

    package var description: String {
        switch self {
        case .syntax(let name, let line, let reason): "template: \(name):\(line): \(reason)"
        case .execution(let name, let line, let column, let action, let reason):
            "template: \(name):\(line):\(column): executing \(name.quoted) at <\(action)>: \(reason)"
        }
    }
}
