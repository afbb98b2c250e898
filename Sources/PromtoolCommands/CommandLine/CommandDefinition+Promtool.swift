extension CommandDefinition {
    /// The program with all its commands.
    static let promtool = CommandDefinition(
        name: "promtool",
        help: "Tooling for the Prometheus monitoring system.",
        flags: [
            CommandFlag("help", short: "h", .switched, help: "Show context-sensitive help."),
            CommandFlag("version", .switched, help: "Show application version."),
            CommandFlag("experimental", .switched, help: "Enable experimental commands."),
            CommandFlag(
                "enable-feature",
                .values(placeholder: ""),
                help: "Comma separated feature names to enable. Valid options: promql-experimental-functions, "
                    + "promql-delayed-name-removal, promql-duration-expr, promql-extended-range-selectors, "
                    + "promql-binop-fill-modifiers."
            ),
            CommandFlag(
                "http.config.file",
                .value(placeholder: "FILE"),
                help: "HTTP client configuration file for promtool to connect to Prometheus."
            ),
        ],
        commands: [check, promql, test]
    )

    private static let test = CommandDefinition(
        name: "test",
        help: "Unit testing.",
        flags: [
            CommandFlag("junit", .value(placeholder: "JUNIT"), help: "File path to store JUnit XML test results.")
        ],
        commands: [
            CommandDefinition(
                name: "rules",
                help: "Unit tests for rules.",
                flags: [
                    CommandFlag(
                        "run",
                        .values(placeholder: "RUN"),
                        help: "If set, will only run test groups whose names match the regular expression. Can be "
                            + "specified multiple times."
                    ),
                    CommandFlag("debug", .switched, help: "Enable unit test debugging."),
                    CommandFlag(
                        "diff",
                        .switched,
                        help: "[Experimental] Print colored differential output between expected & received output."
                    ),
                    ignoreUnknownFields,
                ],
                arguments: [
                    CommandArgument(
                        name: "test-rule-file",
                        help: "The unit test file.",
                        isRepeated: true,
                        isFile: true
                    )
                ]
            ),
            backtest,
        ]
    )

    private static let backtest = CommandDefinition(
        name: "backtest",
        help: "Run rules over stored history and tell when their alerts would have been pending and firing.",
        flags: [
            CommandFlag(
                "storage.tsdb.path",
                .value(placeholder: "data"),
                standard: "data",
                help: "The data directory; a server may be running on it."
            ),
            CommandFlag(
                "start",
                .value(placeholder: "START"),
                help: "The time of the first evaluation, RFC 3339 or Unix seconds; a day before the end by default."
            ),
            CommandFlag("end", .value(placeholder: "END"), help: "The time of the last evaluation; now by default."),
            CommandFlag(
                "eval-interval",
                .value(placeholder: "1m"),
                standard: "1m",
                help: "The time between evaluations of groups that have no interval."
            ),
            CommandFlag(
                "external-label",
                .values(placeholder: "NAME=VALUE"),
                help: "An external label for templates."
            ),
            CommandFlag("external-url", .value(placeholder: "URL"), help: "The external URL for templates."),
        ],
        arguments: [
            CommandArgument(name: "rule-files", help: "The rule files.", isRepeated: true, isFile: true)
        ]
    )
}
