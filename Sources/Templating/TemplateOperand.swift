/// A value that an action refers to.
enum TemplateOperand: Sendable {
    /// One of the variables of alert templates, or what is the same, a field of the data.
    enum Root: Sendable {
        case labels
        case externalLabels
        case externalURL
        case value
        /// A field that the data does not have.
        case unknown(String)
    }

    /// A root and the names that are looked up in it.
    case path(Root, [String])
    case string(String)
    case number(Double)
    /// A function, pipeline or control structure, which this version cannot evaluate: the reason.
    case unsupported(String)
}
