/// A function that templates can call.
struct TemplateFunction: Sendable {
    /// The types that parameters have.
    enum Parameter: Sendable, Hashable {
        case any
        case string
        case sample
        case samples
        case duration
        case time

        var typeName: String {
            switch self {
            case .any: "interface {}"
            case .string: "string"
            case .sample: "*template.sample"
            case .samples: "template.queryResult"
            case .duration: "time.Duration"
            case .time: "time.Time"
            }
        }

        var canBeNil: Bool {
            switch self {
            case .any, .sample, .samples: true
            case .string, .duration, .time: false
            }
        }
    }

    /// What a function does.
    enum Body: Sendable {
        case plain(
            @Sendable ([TemplateValue], TemplateEnvironment) throws(TemplateFunctionError) -> TemplateValue
        )
        case query
        case template
        case call
    }

    let parameters: [Parameter]
    /// The type of any number of further arguments.
    let rest: Parameter?
    let body: Body

    init(_ parameters: [Parameter], rest: Parameter? = nil, _ body: Body) {
        self.parameters = parameters
        self.rest = rest
        self.body = body
    }

    /// All functions by name.
    static let all: [String: TemplateFunction] = language.merging(texts) { $1 }.merging(samples) { $1 }
        .merging(numbers) { $1 }

    static let htmlNames = Set(all.keys)
    /// Without what only consoles have.
    static let textNames = htmlNames.subtracting(["tmpl"])
}
