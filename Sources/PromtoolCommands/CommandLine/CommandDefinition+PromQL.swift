extension CommandDefinition {
    /// `promtool promql` with its commands.
    static let promql = CommandDefinition(
        name: "promql",
        help: "PromQL tools.",
        commands: [explain]
    )

    private static let explain = CommandDefinition(
        name: "explain",
        help: "Run a query and tell what each part of it did; without a server or a data directory, tell its plan.",
        flags: [
            CommandFlag("url", .value(placeholder: "URL"), help: "The server to run the query on."),
            CommandFlag(
                "storage.tsdb.path",
                .value(placeholder: "DIR"),
                help: "A data directory to run the query over; a server may be running on it."
            ),
            CommandFlag(
                "time",
                .value(placeholder: "TIME"),
                help: "When to evaluate, RFC 3339 or Unix seconds; now by default."
            ),
            CommandFlag(
                "step",
                .value(placeholder: "STEP"),
                help: "The time between evaluations, which makes it a range query."
            ),
            CommandFlag(
                "start",
                .value(placeholder: "START"),
                help: "The first evaluation of a range query; an hour before the end by default."
            ),
            CommandFlag(
                "end",
                .value(placeholder: "END"),
                help: "The last evaluation of a range query; now by default."
            ),
        ],
        arguments: [CommandArgument(name: "query", help: "The query.")]
    )
}
