/// The syntax of field selectors: `a=b,c!=d`.
enum FieldSelectorSyntax {
    /// What is wrong with a selector; `nil` if nothing is.
    static func problem(_ selector: String) -> String? {
        for term in selector.split(separator: ",") where !term.contains("=") {
            return "invalid selector: '\(selector)'; can't understand '\(term)'"
        }
        return nil
    }
}
