/// All endpoints of the API with their parameters; tests compare it with the routes.
enum EndpointTable {
    static let all = queries + names + targets + rules + status + administration + storage

    private static let both = ["GET", "POST"]
    static let query = DescribedParameter(
        "query",
        .text,
        isRequired: true,
        "A PromQL expression.",
        example: "sum by (job) (rate(http_requests_total[5m]))"
    )
    static let match = DescribedParameter(
        "match[]",
        .texts,
        "A series selector; repeated ones add to each other.",
        example: "{job=\"prometheus\"}"
    )
    static let start = DescribedParameter("start", .time, "The first time.", example: "2026-01-02T13:37:00.000Z")
    static let end = DescribedParameter("end", .time, "The last time.", example: "2026-01-02T14:37:00.000Z")
    static let limit = DescribedParameter("limit", .integer, "The most elements to return; 0 for all.", example: "100")
    private static let evaluation = [
        limit, DescribedParameter("timeout", .duration, "How long the evaluation may take.", example: "30s"),
        DescribedParameter("lookback_delta", .duration, "How long a sample stands for its series.", example: "5m"),
        DescribedParameter("stats", .choice(["true", "all"]), "Adds statistics of the evaluation.", example: "all"),
    ]
    private static let range = [
        required(start), required(end),
        DescribedParameter("step", .duration, isRequired: true, "The time between two points.", example: "15s"),
    ]
    private static let instant = DescribedParameter(
        "time",
        .time,
        "The time of the evaluation; now if there is none.",
        example: "2026-01-02T13:37:00.000Z"
    )

    private static let queries = [
        DescribedEndpoint(
            both,
            "/query",
            "query",
            "Evaluates an expression at one time.",
            [query, instant] + evaluation,
            .data("QueryData")
        ),
        DescribedEndpoint(
            both,
            "/query_range",
            "query",
            "Evaluates an expression at many times.",
            [query] + range + evaluation,
            .data("QueryData")
        ),
        DescribedEndpoint(
            both,
            "/query_explain",
            "query",
            "Evaluates an expression and tells what that took, node by node.",
            [query, instant, start, end] + [
                DescribedParameter("step", .duration, "The time between two points.", example: "15s")
            ] + evaluation,
            .data("Any")
        ),
        DescribedEndpoint(
            both,
            "/query_exemplars",
            "query",
            "Finds the exemplars of the series that an expression selects.",
            [query, start, end],
            .data("ExemplarList")
        ),
        DescribedEndpoint(both, "/format_query", "query", "Formats an expression.", [query], .data("Text")),
        DescribedEndpoint(both, "/parse_query", "query", "Parses an expression into its nodes.", [query], .data("Any")),
    ]

    private static let names = [
        DescribedEndpoint(
            both,
            "/labels",
            "labels",
            "Lists label names.",
            [start, end, match, limit],
            .data("TextList")
        ),
        DescribedEndpoint(
            ["GET"],
            "/label/:name/values",
            "labels",
            "Lists the values of a label.",
            [
                DescribedParameter("name", .text, isInPath: true, "The label's name.", example: "job"), start, end,
                match, limit,
            ],
            .data("TextList")
        ),
        DescribedEndpoint(
            both,
            "/series",
            "series",
            "Finds series by their labels.",
            [start, end, required(match), limit],
            .data("LabelSetList")
        ),
        DescribedEndpoint(["DELETE"], "/series", "series", "Is not implemented.", .data("Any")),
        DescribedEndpoint(
            ["GET"],
            "/metadata",
            "metadata",
            "Tells what targets say of their metrics.",
            [
                DescribedParameter("metric", .text, "The name of a metric.", example: "http_requests_total"), limit,
                DescribedParameter(
                    "limit_per_metric",
                    .integer,
                    "The most entries of one metric.",
                    example: "1"
                ),
            ],
            .data("MetadataMap")
        ),
        DescribedEndpoint(
            ["GET"],
            "/targets/metadata",
            "metadata",
            "Tells what each target says of its metrics.",
            [
                DescribedParameter("match_target", .text, "A selector of targets.", example: "{job=\"prometheus\"}"),
                DescribedParameter("metric", .text, "The name of a metric.", example: "http_requests_total"), limit,
            ],
            .data("ObjectList")
        ),
    ]

    static func required(_ parameter: DescribedParameter) -> DescribedParameter {
        DescribedParameter(
            parameter.name,
            parameter.kind,
            isRequired: true,
            parameter.summary,
            example: parameter.example
        )
    }
}
