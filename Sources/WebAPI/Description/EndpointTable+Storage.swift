extension EndpointTable {
    static let administration = [
        DescribedEndpoint(
            ["POST", "PUT"],
            "/admin/tsdb/delete_series",
            "admin",
            "Deletes the samples of series.",
            [required(match), start, end],
            .nothing
        ),
        DescribedEndpoint(
            ["POST", "PUT"],
            "/admin/tsdb/clean_tombstones",
            "admin",
            "Frees the space of what was deleted.",
            .nothing
        ),
        DescribedEndpoint(
            ["POST", "PUT"],
            "/admin/tsdb/snapshot",
            "admin",
            "Writes a snapshot of the storage.",
            [DescribedParameter("skip_head", .flag, "Leaves out what is in no block yet.", example: "true")],
            .data("Object")
        ),
    ]

    static let storage =
        SearchSubject.allCases.map { subject in
            DescribedEndpoint(
                ["GET", "POST"],
                "/search/\(subject.rawValue)",
                subject == .labelNames ? "labels" : subject == .labelValues ? "labels" : "metadata",
                "Searches by parts of names.",
                search(subject),
                .lines
            )
        } + [
            DescribedEndpoint(
                ["POST"],
                "/write",
                "remote",
                "Takes samples by remote write.",
                .nothing,
                bodyType: "application/x-protobuf"
            ),
            DescribedEndpoint(
                ["POST"],
                "/read",
                "remote",
                "Answers remote reads.",
                .text,
                bodyType: "application/x-protobuf"
            ),
            DescribedEndpoint(
                ["POST"],
                "/otlp/v1/metrics",
                "otlp",
                "Takes metrics of OpenTelemetry.",
                .text,
                bodyType: "application/x-protobuf"
            ),
        ]

    private static func search(_ subject: SearchSubject) -> [DescribedParameter] {
        var parameters = [
            start, end, match,
            DescribedParameter("search[]", .texts, "A part of a name; one of several suffices.", example: "http"),
            DescribedParameter("fuzz_threshold", .integer, "The least similarity in percent.", example: "50"),
            DescribedParameter(
                "fuzz_alg",
                .choice(FuzzyAlgorithm.allCases.map(\.rawValue)),
                "How similarity is measured.",
                example: FuzzyAlgorithm.subsequence.rawValue
            ),
            DescribedParameter("case_sensitive", .flag, "Whether case matters; it does usually.", example: "false"),
            DescribedParameter("include_score", .flag, "Adds how well each name answers.", example: "true"),
            DescribedParameter("sort_by", .choice(["alpha", "score"]), "The order.", example: "alpha"),
            DescribedParameter("sort_dir", .choice(["asc", "dsc"]), "The direction of the order.", example: "asc"),
            limit, DescribedParameter("batch_size", .integer, "The most names of a line.", example: "100"),
        ]
        switch subject {
        case .metricNames:
            parameters.append(
                DescribedParameter("include_metadata", .flag, "Adds what targets say of a metric.", example: "true")
            )
        case .labelNames: break
        case .labelValues:
            parameters.append(
                DescribedParameter("label", .text, isRequired: true, "The label's name.", example: "job")
            )
        }
        return parameters
    }
}
