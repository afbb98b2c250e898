/// An endpoint, as the description of the API tells it.
struct DescribedEndpoint: Sendable {
    /// What an endpoint answers with.
    enum Answer: Sendable {
        /// The envelope around data of a type that the description has under this name.
        case data(String)
        case nothing
        case lines
        case events
        case document
        case text
    }

    let path: String
    let methods: [String]
    let tag: String
    let summary: String
    let parameters: [DescribedParameter]
    let answer: Answer
    /// The media type of a body that is not a form; `nil` if there is none.
    let bodyType: String?

    init(
        _ methods: [String],
        _ path: String,
        _ tag: String,
        _ summary: String,
        _ parameters: [DescribedParameter],
        _ answer: Answer,
        bodyType: String? = nil
    ) {
        self.methods = methods
        self.path = path
        self.tag = tag
        self.summary = summary
        self.parameters = parameters
        self.answer = answer
        self.bodyType = bodyType
    }

    /// An endpoint without parameters.
    init(
        _ methods: [String],
        _ path: String,
        _ tag: String,
        _ summary: String,
        _ answer: Answer,
        bodyType: String? = nil
    ) {
        self.init(methods, path, tag, summary, [], answer, bodyType: bodyType)
    }

    /// The path with its parameters in braces.
    var shownPath: String {
        path.split(separator: "/").map { "/" + ($0.hasPrefix(":") ? "{\($0.dropFirst())}" : String($0)) }.joined()
    }

    /// The endpoint's operations by method.
    var operations: DocumentNode {
        .object(methods.map { ($0.lowercased(), operation($0)) })
    }

    private func operation(_ method: String) -> DocumentNode {
        let words = path.split { $0 == "/" || $0 == "_" || $0 == ":" || $0 == "." }.map(String.init)
        var members: [(name: String, value: DocumentNode)] = [
            ("operationId", .text(([method.lowercased()] + words).joined(separator: "-"))),
            ("summary", .text(summary)), ("tags", .list([.text(tag)])),
        ]
        let takesForm = method == "POST" && methods.contains("GET")
        let shown = takesForm ? parameters.filter(\.isInPath) : parameters
        if !shown.isEmpty { members.append(("parameters", .list(shown.map(\.node)))) }
        if takesForm { members.append(("requestBody", form)) }
        if let bodyType { members.append(("requestBody", Self.body(bodyType))) }
        members.append(("responses", responses))
        return .object(members)
    }

    /// The parameters as the fields of a form.
    private var form: DocumentNode {
        let fields = parameters.filter { !$0.isInPath }
        var schema: [(name: String, value: DocumentNode)] = [
            ("type", .text("object")), ("properties", .object(fields.map { ($0.name, $0.schema) })),
        ]
        let required = fields.filter(\.isRequired)
        if !required.isEmpty { schema.append(("required", .list(required.map { .text($0.name) }))) }
        let media = DocumentNode.object([("schema", .object(schema))])
        return .object([("content", .object([("application/x-www-form-urlencoded", media)]))])
    }

    private static func body(_ type: String) -> DocumentNode {
        let schema = DocumentNode.object([("type", .text("string")), ("format", .text("binary"))])
        return .object([
            ("required", .flag(true)), ("content", .object([(type, .object([("schema", schema)]))])),
        ])
    }

    private var responses: DocumentNode {
        let failure = DocumentNode.object([
            ("description", .text("The request failed.")),
            ("content", Self.content("application/json", Self.reference("Error"))),
        ])
        return .object([success, ("default", failure)])
    }

    private var success: (name: String, value: DocumentNode) {
        let text = DocumentNode.object([("type", .text("string"))])
        switch answer {
        case .nothing: return ("204", .object([("description", .text("Done."))]))
        case .data(let name):
            let schema = DocumentNode.object([
                ("type", .text("object")),
                (
                    "properties",
                    .object([
                        ("status", .object([("type", .text("string")), ("enum", .list([.text("success")]))])),
                        ("data", Self.reference(name)), ("warnings", Self.reference("Notes")),
                        ("infos", Self.reference("Notes")),
                    ])
                ), ("required", .list([.text("status"), .text("data")])),
            ])
            return ("200", Self.answered(Self.content("application/json", schema)))
        case .lines: return ("200", Self.answered(Self.content("application/x-ndjson", text)))
        case .events: return ("200", Self.answered(Self.content("text/event-stream", text)))
        case .document: return ("200", Self.answered(Self.content("application/yaml", text)))
        case .text: return ("200", Self.answered(Self.content("text/plain", text)))
        }
    }

    private static func answered(_ content: DocumentNode) -> DocumentNode {
        .object([("description", .text("The answer.")), ("content", content)])
    }

    private static func content(_ type: String, _ schema: DocumentNode) -> DocumentNode {
        .object([(type, .object([("schema", schema)]))])
    }

    private static func reference(_ name: String) -> DocumentNode {
        .object([("$ref", .text("#/components/schemas/\(name)"))])
    }
}
