extension EndpointTable {
    private static let pool = DescribedParameter(
        "scrapePool",
        .text,
        "The name of a scrape pool.",
        example: "prometheus"
    )

    static let targets = [
        DescribedEndpoint(
            ["GET"],
            "/targets",
            "targets",
            "Lists the targets, scraped and dropped.",
            [
                DescribedParameter(
                    "state",
                    .choice(["any", "active", "dropped"]),
                    "Which targets.",
                    example: "active"
                ),
                pool,
            ],
            .data("Object")
        ),
        DescribedEndpoint(["GET"], "/scrape_pools", "targets", "Lists the scrape pools.", .data("Object")),
        DescribedEndpoint(
            ["GET"],
            "/scrape_pools/config",
            "targets",
            "Shows the configuration of a scrape pool.",
            [required(pool)],
            .data("Object")
        ),
        DescribedEndpoint(
            ["GET"],
            "/targets/relabel_steps",
            "targets",
            "Shows what each relabelling rule of a scrape pool does to a target's labels.",
            [
                required(pool),
                DescribedParameter(
                    "labels",
                    .text,
                    isRequired: true,
                    "The labels as a JSON object.",
                    example: "{\"__address__\":\"localhost:9090\"}"
                ),
            ],
            .data("Object")
        ),
    ]

    static let rules = [
        DescribedEndpoint(
            ["GET"],
            "/rules",
            "rules",
            "Lists the rule groups with their rules.",
            [
                DescribedParameter("type", .choice(["alert", "record"]), "Rules of one type only.", example: "alert"),
                DescribedParameter("rule_name[]", .texts, "Rules of this name.", example: "HighErrorRate"),
                DescribedParameter("rule_group[]", .texts, "Groups of this name.", example: "example"),
                DescribedParameter("file[]", .texts, "Groups of this file.", example: "/etc/prometheus/rules.yml"),
                match,
                DescribedParameter("exclude_alerts", .flag, "Leaves the alerts out.", example: "true"),
                DescribedParameter("group_limit", .integer, "The most groups of an answer.", example: "100"),
                DescribedParameter(
                    "group_next_token",
                    .text,
                    "The token of the page before.",
                    example: "1f40c8b4e2d6"
                ),
            ],
            .data("Object")
        ),
        DescribedEndpoint(
            ["POST"],
            "/rules/backtest",
            "rules",
            "Evaluates a rule file over the stored history.",
            [
                DescribedParameter("rules", .text, isRequired: true, "The rule file's text.", example: "groups: []"),
                start, end,
            ],
            .data("Object")
        ),
        DescribedEndpoint(["GET"], "/alerts", "alerts", "Lists the alerts that are pending or fire.", .data("Object")),
        DescribedEndpoint(
            ["GET"],
            "/alertmanagers",
            "alerts",
            "Lists the Alertmanagers, used and dropped.",
            .data("Object")
        ),
    ]

    static let status = [
        DescribedEndpoint(["GET"], "/status/config", "status", "Shows the configuration that holds.", .data("Object")),
        DescribedEndpoint(["GET"], "/status/flags", "status", "Lists all flags with their values.", .data("Object")),
        DescribedEndpoint(["GET"], "/status/runtimeinfo", "status", "Tells of the running process.", .data("Object")),
        DescribedEndpoint(["GET"], "/status/buildinfo", "status", "Tells of this build.", .data("Object")),
        DescribedEndpoint(
            ["GET"],
            "/status/tsdb",
            "status",
            "Tells what the head of the storage is made of.",
            [limit],
            .data("Object")
        ),
        DescribedEndpoint(["GET"], "/status/tsdb/blocks", "status", "Lists the blocks.", .data("Object")),
        DescribedEndpoint(["GET"], "/status/walreplay", "status", "Tells how far the replay is.", .data("Object")),
        DescribedEndpoint(
            ["GET"],
            "/status/self_metrics",
            "status",
            "Lists the server's own metrics.",
            [
                DescribedParameter(
                    "metric_name_pattern",
                    .text,
                    "A pattern that matches the whole name.",
                    example: "prometheus_tsdb_.*"
                )
            ],
            .data("ObjectList")
        ),
        DescribedEndpoint(["GET"], "/features", "features", "Lists what this server can do.", .data("Object")),
        DescribedEndpoint(
            ["GET"],
            "/notifications",
            "notifications",
            "Lists what the operator should know now.",
            .data("ObjectList")
        ),
        DescribedEndpoint(
            ["GET"],
            "/notifications/live",
            "notifications",
            "Tells what the operator should know, as it comes and goes.",
            .events
        ),
        DescribedEndpoint(
            ["GET"],
            "/openapi.yaml",
            "status",
            "Describes this API.",
            [
                DescribedParameter(
                    "openapi_version",
                    .choice(["3.1", "3.2"]),
                    "The version of the description's language.",
                    example: "3.1"
                )
            ],
            .document
        ),
    ]
}
