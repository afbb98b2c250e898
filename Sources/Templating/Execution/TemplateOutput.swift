/// The output of a template, with what is printed escaped for the place where it stands.
struct TemplateOutput {
    private(set) var text = ""
    private var scanner: HTMLScanner?

    init(escapesHTML: Bool) { scanner = escapesHTML ? HTMLScanner() : nil }

    /// Adds text of the template itself.
    mutating func write(literal: String) {
        guard scanner != nil else { return text += literal }
        scanner?.advance(literal, into: &text)
    }

    /// Adds a value that a template prints; `printed` is its text.
    mutating func write(value: TemplateValue, _ printed: String) {
        guard scanner != nil else { return text += printed }
        if let escaped = scanner?.escaped(value, printed) { text += escaped }
    }
}
