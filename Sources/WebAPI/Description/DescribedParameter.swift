/// A parameter of an endpoint, as the description of the API tells it.
struct DescribedParameter: Sendable {
    /// What a parameter's text is.
    enum Kind: Sendable {
        case text
        case time
        case duration
        case integer
        case flag
        /// One of these.
        case choice([String])
        /// Any number of texts.
        case texts
    }

    let name: String
    let kind: Kind
    let isRequired: Bool
    let summary: String
    let example: String
    /// Whether it is a part of the path.
    let isInPath: Bool

    init(
        _ name: String,
        _ kind: Kind,
        isRequired: Bool = false,
        isInPath: Bool = false,
        _ summary: String,
        example: String
    ) {
        self.name = name
        self.kind = kind
        self.isRequired = isRequired || isInPath
        self.isInPath = isInPath
        self.summary = summary
        self.example = example
    }

    /// The type of the parameter's values.
    var schema: DocumentNode {
        switch kind {
        case .text: Self.type("string")
        case .time: .object([("$ref", .text("#/components/schemas/Timestamp"))])
        case .duration: .object([("$ref", .text("#/components/schemas/Duration"))])
        case .integer: .object([("type", .text("integer")), ("format", .text("int64"))])
        case .flag: Self.type("boolean")
        case .choice(let names):
            .object([("type", .text("string")), ("enum", .list(names.map { .text($0) }))])
        case .texts: .object([("type", .text("array")), ("items", Self.type("string"))])
        }
    }

    /// The example in the type of the values.
    var exampleNode: DocumentNode {
        switch kind {
        case .integer: .number(Int(example) ?? 0)
        case .flag: .flag(example == "true")
        case .texts: .list([.text(example)])
        default: .text(example)
        }
    }

    /// The parameter as it stands in a URL.
    var node: DocumentNode {
        var members: [(name: String, value: DocumentNode)] = [
            ("name", .text(name)), ("in", .text(isInPath ? "path" : "query")), ("description", .text(summary)),
            ("required", .flag(isRequired)),
        ]
        if case .texts = kind { members += [("explode", .flag(true)), ("style", .text("form"))] }
        members.append(("schema", schema))
        members.append(
            ("examples", .object([("example", .object([("value", exampleNode)]))]))
        )
        return .object(members)
    }

    private static func type(_ name: String) -> DocumentNode { .object([("type", .text(name))]) }
}
