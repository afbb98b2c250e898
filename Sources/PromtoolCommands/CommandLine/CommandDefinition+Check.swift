extension CommandDefinition {
    static let ignoreUnknownFields = CommandFlag(
        "ignore-unknown-fields",
        .switched,
        help: "Ignore unknown fields in the rule files. This is useful when you want to extend rule files with custom "
            + "metadata. Ensure that those fields are removed before loading them into the Prometheus server as it "
            + "performs strict checks by default."
    )

    private static let lintFatal = CommandFlag(
        "lint-fatal",
        .switched,
        help: "Make lint errors exit with exit code 3."
    )

    /// `promtool check` with its commands.
    static let check = CommandDefinition(
        name: "check",
        help: "Check the resources for validity.",
        flags: [
            CommandFlag(
                "query.lookback-delta",
                .value(placeholder: "5m"),
                standard: "5m",
                help: "The server's maximum query lookback duration."
            )
        ],
        commands: [
            checkServiceDiscovery, checkConfig, checkWebConfig, checkServer("healthy"), checkServer("ready"),
            checkRules, checkMetrics,
        ]
    )

    private static let checkConfig = CommandDefinition(
        name: "config",
        help: "Check if the config files are valid or not.",
        flags: [
            CommandFlag(
                "syntax-only",
                .switched,
                help: "Only check the config file syntax, ignoring file and content validation referenced in the config"
            ),
            CommandFlag(
                "lint",
                .value(placeholder: "duplicate-rules"),
                standard: "duplicate-rules",
                help: "Linting checks to apply to the rules/scrape configs specified in the config. Available options "
                    + "are: all, duplicate-rules, none, too-long-scrape-interval. Use --lint=none to disable linting"
            ),
            lintFatal,
            ignoreUnknownFields,
            CommandFlag("agent", .switched, help: "Check config file for Prometheus in Agent mode."),
        ],
        arguments: [
            CommandArgument(name: "config-files", help: "The config files to check.", isRepeated: true, isFile: true)
        ]
    )

    private static let checkWebConfig = CommandDefinition(
        name: "web-config",
        help: "Check if the web config files are valid or not.",
        arguments: [
            CommandArgument(
                name: "web-config-files",
                help: "The config files to check.",
                isRepeated: true,
                isFile: true
            )
        ]
    )

    private static func checkServer(_ name: String) -> CommandDefinition {
        CommandDefinition(
            name: name,
            help: "Check if the Prometheus server is \(name).",
            flags: [
                CommandFlag(
                    "url",
                    .value(placeholder: "http://localhost:9090"),
                    standard: "http://localhost:9090",
                    help: "The URL for the Prometheus server."
                )
            ]
        )
    }

    private static let checkRules = CommandDefinition(
        name: "rules",
        help: "Check if the rule files are valid or not.",
        flags: [
            CommandFlag(
                "lint",
                .value(placeholder: "duplicate-rules"),
                standard: "duplicate-rules",
                help: "Linting checks to apply. Available options are: all, duplicate-rules, none."
            ),
            lintFatal,
            ignoreUnknownFields,
        ],
        arguments: [
            CommandArgument(
                name: "rule-files",
                help: "The rule files to check, default is read from standard input.",
                isRequired: false,
                isRepeated: true,
                isFile: true
            )
        ]
    )

    private static let checkMetrics = CommandDefinition(
        name: "metrics",
        help: "Pass Prometheus metrics over stdin to lint them for consistency and correctness.",
        flags: [
            CommandFlag(
                "extended",
                .switched,
                help: "Print extended information related to the cardinality of the metrics."
            ),
            CommandFlag(
                "lint",
                .value(placeholder: "all"),
                standard: "all",
                help: "Linting checks to apply for metrics. Available options are: all, none."
            ),
        ]
    )

    private static let checkServiceDiscovery = CommandDefinition(
        name: "service-discovery",
        help: "Perform service discovery for the given job name and report the results, including relabeling.",
        flags: [
            CommandFlag(
                "timeout",
                .value(placeholder: "30s"),
                standard: "30s",
                help: "The time to wait for discovery results."
            )
        ],
        arguments: [
            CommandArgument(name: "config-file", help: "The prometheus config file.", isFile: true),
            CommandArgument(name: "job", help: "The job to run service discovery for."),
        ]
    )
}
