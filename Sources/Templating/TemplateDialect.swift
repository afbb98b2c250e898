/// What a template is for, which decides on its functions and on how values are printed.
package enum TemplateDialect: Sendable, Hashable {
    /// Plain text: labels and annotations.
    case text
    /// HTML: consoles. Values are escaped for the place where they stand.
    case html

    /// The functions that templates may use.
    package var functionNames: Set<String> {
        switch self {
        case .text: TemplateFunction.textNames
        case .html: TemplateFunction.htmlNames
        }
    }
}
