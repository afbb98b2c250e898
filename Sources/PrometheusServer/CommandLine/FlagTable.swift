/// All flags of the server, in the order of the help.
enum FlagTable {
    static let all = general + web + storage + agent + remote + rules + scraping + alertmanager + query + last

    /// The flags by name.
    static let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    private static let general = [
        Flag("config.file", .text, "prometheus.yml", "The configuration file."),
        Flag(
            "config.auto-reload",
            .boolean,
            "false",
            "Look for changes of the configuration's files and reload by itself."
        ),
        Flag(
            "config.auto-reload-interval",
            .duration,
            "30s",
            "How often to look for changes; at least 1s."
        ),
    ]

    private static let rules = [
        Flag(
            "rules.alert.for-outage-tolerance",
            .duration,
            "1h",
            mode: .server,
            "The longest outage after which the \"for\" state of alerts is restored."
        ),
        Flag(
            "rules.alert.for-grace-period",
            .duration,
            "10m",
            mode: .server,
            "The least time between a restored \"for\" state and the alert; only for alerts with a longer \"for\"."
        ),
        Flag(
            "rules.alert.resend-delay",
            .duration,
            "1m",
            mode: .server,
            "The least time before an alert is sent to Alertmanager again."
        ),
        Flag(
            "rules.max-concurrent-evals",
            .integer,
            "4",
            mode: .server,
            support: .accepted,
            "How many independent rules may be evaluated at the same time."
        ),
    ]

    private static let scraping = [
        Flag(
            "scrape.adjust-timestamps",
            .boolean,
            "true",
            isHidden: true,
            "Align the times of scrapes that are off by little, for better compression."
        ),
        Flag(
            "scrape.timestamp-tolerance",
            .goDuration,
            "2ms",
            isHidden: true,
            "How much a scrape's time may be moved."
        ),
        Flag(
            "scrape.discovery-reload-interval",
            .duration,
            "5s",
            isHidden: true,
            "How often discovered targets are taken over."
        ),
    ]

    private static let alertmanager = [
        Flag(
            "alertmanager.notification-queue-capacity",
            .integer,
            "10000",
            mode: .server,
            "How many notifications may wait for an Alertmanager."
        ),
        Flag(
            "alertmanager.notification-batch-size",
            .integer,
            "256",
            mode: .server,
            "How many notifications are sent in one request at most."
        ),
        Flag(
            "alertmanager.drain-notification-queue-on-shutdown",
            .boolean,
            "true",
            mode: .server,
            "Send the waiting notifications before exiting."
        ),
    ]

    private static let query = [
        Flag(
            "query.lookback-delta",
            .duration,
            "5m",
            mode: .server,
            "How far back the newest sample of a series may lie to stand for its present value."
        ),
        Flag("query.timeout", .duration, "2m", mode: .server, "The longest time that a query may take."),
        Flag(
            "query.max-concurrency",
            .integer,
            "20",
            mode: .server,
            "How many queries are evaluated at the same time."
        ),
        Flag(
            "query.max-samples",
            .integer,
            "50000000",
            mode: .server,
            "How many samples one query may hold in memory; it fails beyond."
        ),
    ]

    private static let last = [
        Flag(
            repeatable: "enable-feature",
            .text,
            [],
            "Names of features to enable, separated by commas: promql-experimental-functions, "
                + "promql-delayed-name-removal, extra-scrape-metrics, …"
        ),
        Flag("agent", .boolean, "false", "Run as an agent that only scrapes and forwards."),
        Flag(
            "log.level",
            .logLevel,
            "info",
            "Write log lines of this severity and above. One of: [debug, info, warn, error]"
        ),
        Flag("log.format", .logFormat, "logfmt", "The format of log lines. One of: [logfmt, json]"),
        Flag(
            "write-documentation",
            .boolean,
            "false",
            isHidden: true,
            support: .accepted,
            "Print the flags as Markdown and exit."
        ),
    ]
}
