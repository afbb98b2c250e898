/// Something the user should know about a result that is not an error.
package struct Annotation: Sendable, Hashable {
    /// How much it matters.
    package enum Severity: String, Sendable, Hashable {
        case warning
        case info
    }

    package let severity: Severity
    /// The text without prefix and position.
    package let text: String
    /// Where the annotated part of the query starts, as a byte offset; `nil` for what does not come from the language.
    package let offset: Int?
    /// What is told behind the text and does not make it another annotation.
    var detail: AnnotationDetail?

    package init(_ severity: Severity, _ text: String, offset: Int?) {
        self.severity = severity
        self.text = text
        self.offset = offset
    }

    init(_ severity: Severity, _ text: String, offset: Int, detail: AnnotationDetail) {
        self.init(severity, text, offset: offset)
        self.detail = detail
    }

    /// The text as the API shows it: `PromQL warning: … (1:15)`.
    package func rendered(in query: String) -> String {
        guard let offset else { return text }
        return
            "PromQL \(severity.rawValue): \(text)\(detail?.description ?? "") (\(SourcePosition.text(of: offset, in: query)))"
    }
}
