/// The types that the description of the API refers to.
enum DescribedSchemas {
    static let all = DocumentNode.object([
        ("Any", .object([])), ("Text", type("string")), ("TextList", list(type("string"))),
        ("Object", type("object")), ("ObjectList", list(type("object"))), ("Notes", list(type("string"))),
        (
            "Timestamp",
            .object([
                ("description", .text("A time: RFC 3339, or seconds since the Unix epoch.")),
                ("oneOf", .list([type("string", format: "date-time"), type("number")])),
            ])
        ),
        (
            "Duration",
            .object([
                ("description", .text("A duration such as 5m, or a number of seconds.")),
                ("oneOf", .list([type("string"), type("number")])),
            ])
        ),
        ("LabelSet", .object([("type", .text("object")), ("additionalProperties", type("string"))])),
        ("LabelSetList", list(reference("LabelSet"))),
        (
            "Sample",
            .object([
                ("type", .text("array")), ("description", .text("A time in seconds, and a value as text.")),
                ("prefixItems", .list([type("number"), type("string")])), ("minItems", .number(2)),
                ("maxItems", .number(2)),
            ])
        ),
        (
            "QueryData",
            object(
                [
                    ("resultType", choice(["scalar", "string", "vector", "matrix"])),
                    (
                        "result",
                        .object([("oneOf", .list([reference("Sample"), list(reference("Series"))]))])
                    ), ("stats", type("object")),
                ],
                required: ["resultType", "result"]
            )
        ),
        (
            "Series",
            object(
                [
                    ("metric", reference("LabelSet")), ("value", reference("Sample")),
                    ("values", list(reference("Sample"))), ("histogram", type("array")),
                    ("histograms", list(type("array"))),
                ],
                required: ["metric"]
            )
        ),
        (
            "ExemplarList",
            list(
                object(
                    [("seriesLabels", reference("LabelSet")), ("exemplars", list(type("object")))],
                    required: ["seriesLabels", "exemplars"]
                )
            )
        ),
        (
            "MetadataMap",
            .object([
                ("type", .text("object")),
                (
                    "additionalProperties",
                    list(
                        object(
                            [("type", type("string")), ("help", type("string")), ("unit", type("string"))],
                            required: ["type", "help", "unit"]
                        )
                    )
                ),
            ])
        ),
        (
            "Error",
            object(
                [
                    ("status", choice(["error"])),
                    (
                        "errorType",
                        choice([
                            "bad_data", "execution", "canceled", "timeout", "internal", "unavailable", "not_found",
                            "not_acceptable",
                        ])
                    ), ("error", type("string")),
                ],
                required: ["status", "errorType", "error"]
            )
        ),
    ])

    private static func type(_ name: String, format: String? = nil) -> DocumentNode {
        .object([("type", .text(name))] + (format.map { [("format", .text($0))] } ?? []))
    }

    private static func choice(_ names: [String]) -> DocumentNode {
        .object([("type", .text("string")), ("enum", .list(names.map { .text($0) }))])
    }

    private static func list(_ items: DocumentNode) -> DocumentNode {
        .object([("type", .text("array")), ("items", items)])
    }

    private static func object(
        _ members: [(name: String, value: DocumentNode)],
        required: [String]
    ) -> DocumentNode {
        .object([
            ("type", .text("object")), ("properties", .object(members)),
            ("required", .list(required.map { .text($0) })),
        ])
    }

    private static func reference(_ name: String) -> DocumentNode {
        .object([("$ref", .text("#/components/schemas/\(name)"))])
    }
}
