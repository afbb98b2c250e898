/// The description of the API in OpenAPI's language, made of the table of endpoints.
enum APIDescription {
    /// The versions of the language.
    enum Version: String {
        case older = "3.1.0"
        case newer = "3.2.0"

        /// The version that a client asks for; the older one unless it asks for the newer.
        init(asked: String) { self = asked == "3.2" || asked == "3.2.0" ? .newer : .older }
    }

    private static let tags = [
        ("query", "Evaluating expressions"), ("metadata", "What is known of metrics"), ("labels", "Names and values"),
        ("series", "Series by their labels"), ("targets", "What is scraped"), ("rules", "Rules and their groups"),
        ("alerts", "Alerts and who is told"), ("status", "The server's state"),
        ("admin", "Changing what is stored"), ("features", "What this server can do"),
        ("remote", "Remote write and read"), ("otlp", "OpenTelemetry"),
        ("notifications", "What the operator should know"),
    ]

    /// The whole document.
    static func document(_ version: Version, serverVersion: String, externalURL: String) -> DocumentNode {
        let base = externalURL.hasSuffix("/") ? String(externalURL.dropLast()) : externalURL
        return .object([
            ("openapi", .text(version.rawValue)),
            ("info", .object([("title", .text("Prometheus API")), ("version", .text(serverVersion))])),
            ("servers", .list([.object([("url", .text(base + "/api/v1"))])])),
            ("tags", .list(tags.map { tag($0.0, $0.1, version) })), ("paths", paths(version)),
            ("components", .object([("schemas", DescribedSchemas.all)])),
        ])
    }

    private static func tag(_ name: String, _ summary: String, _ version: Version) -> DocumentNode {
        var members: [(name: String, value: DocumentNode)] = [("name", .text(name))]
        if version == .newer { members.append(("summary", .text(summary))) }
        members.append(("description", .text(summary + ".")))
        return .object(members)
    }

    /// The endpoints by path; those of one path together.
    private static func paths(_ version: Version) -> DocumentNode {
        var paths: [(name: String, value: DocumentNode)] = []
        for endpoint in EndpointTable.all {
            if case .events = endpoint.answer, version == .older { continue }
            let path = endpoint.shownPath
            if let at = paths.firstIndex(where: { $0.name == path }),
                case .object(let known) = paths[at].value, case .object(let more) = endpoint.operations
            {
                paths[at].value = .object(known + more)
            } else {
                paths.append((path, endpoint.operations))
            }
        }
        return .object(paths)
    }
}
