/// Where and why the execution of a template ended.
package struct TemplateFailure: Error, Hashable, CustomStringConvertible {
    /// The name of the text.
    var source: String
    /// The template of that text.
    var template: String
    /// Counted from 1; 0 if the place is not known.
    var line: Int
    /// Counted from 0, in bytes.
    var column: Int
    /// What was being evaluated.
    var action: String
    var reason: String

    package var description: String {
        line == 0
            ? "template: \(template): \(reason)"
            : "template: \(source):\(line):\(column): executing \(GoQuoting.quoted(template)) at <\(action)>: \(reason)"
    }
}
