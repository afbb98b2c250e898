/// A value or function that a command names.
indirect enum TemplateOperand: Sendable {
    case dot(position: Int)
    case none(position: Int)
    case bool(Bool, position: Int)
    case number(TemplateNumber, position: Int)
    case string(String, source: String, position: Int)
    /// Fields of the dot, one in the other.
    case field([String], position: Int)
    /// A variable with its `$`, and fields of it.
    case variable([String], position: Int)
    case function(String, position: Int)
    /// A pipeline in parentheses.
    case pipeline(TemplatePipeline)
    /// Fields of something else.
    case chain(TemplateOperand, [String], position: Int)

    /// The offset that messages give.
    var position: Int {
        switch self {
        case .dot(let position), .none(let position), .bool(_, let position), .number(_, let position),
            .string(_, _, let position), .field(_, let position), .variable(_, let position),
            .function(_, let position), .chain(_, _, let position):
            position
        case .pipeline(let pipeline): pipeline.position
        }
    }

    /// The source in its canonical form.
    var description: String {
        switch self {
        case .dot: "."
        case .none: "nil"
        case .bool(let value, _): value ? "true" : "false"
        case .number(let number, _): number.source
        case .string(_, let source, _): source
        case .field(let names, _): names.map { "." + $0 }.joined()
        case .variable(let names, _): names.joined(separator: ".")
        case .function(let name, _): name
        case .pipeline(let pipeline): "(\(pipeline.description))"
        case .chain(.pipeline(let pipeline), let names, _):
            "(\(pipeline.description))" + names.map { "." + $0 }.joined()
        case .chain(let inner, let names, _): inner.description + names.map { "." + $0 }.joined()
        }
    }
}
