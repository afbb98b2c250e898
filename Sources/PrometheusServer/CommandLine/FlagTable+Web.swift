extension FlagTable {
    static let web = [
        Flag(
            repeatable: "web.listen-address",
            .text,
            ["0.0.0.0:9090"],
            "The address to serve the API and the pages on."
        ),
        Flag("auto-gomaxprocs", .boolean, "true", support: .accepted, "Without meaning here: there is no Go runtime."),
        Flag("auto-gomemlimit", .boolean, "true", support: .accepted, "Without meaning here: there is no Go runtime."),
        Flag(
            "auto-gomemlimit.ratio",
            .number,
            "0.9",
            support: .accepted,
            "Without meaning here: there is no Go runtime."
        ),
        Flag(
            "auto-gomemlimit.refresh-interval",
            .duration,
            "0s",
            support: .accepted,
            "Without meaning here: there is no Go runtime."
        ),
        Flag(
            "web.config.file",
            .text,
            "",
            "[EXPERIMENTAL] A file that sets up TLS and authentication."
        ),
        Flag(
            "web.read-timeout",
            .duration,
            "5m",
            "The longest time to read a request, and to keep an idle connection open."
        ),
        Flag("web.max-connections", .integer, "512", "How many connections may be open, over all listeners."),
        Flag(
            "web.max-notifications-subscribers",
            .integer,
            "16",
            "How many clients may follow live notifications."
        ),
        Flag(
            "web.external-url",
            .text,
            "",
            placeholder: "<URL>",
            "The URL under which users reach this server, for links back to it. Its path prefixes all endpoints."
        ),
        Flag(
            "web.route-prefix",
            .text,
            "",
            placeholder: "<path>",
            "The prefix of the internal routes; the path of --web.external-url if not given."
        ),
        Flag(
            "web.user-assets",
            .text,
            "",
            placeholder: "<path>",
            "A directory of static files that is served at /user."
        ),
        Flag("web.enable-lifecycle", .boolean, "false", "Allow reloading and quitting by HTTP request."),
        Flag("web.enable-admin-api", .boolean, "false", "Allow administration by HTTP request."),
        Flag("web.enable-remote-write-receiver", .boolean, "false", "Take remote write requests."),
        Flag(
            repeatable: "web.remote-write-receiver.accepted-protobuf-messages",
            .protobufMessage,
            ["prometheus.WriteRequest", "io.prometheus.write.v2.Request"],
            "The remote write messages to take. Supported values: prometheus.WriteRequest, io.prometheus.write.v2.Request"
        ),
        Flag("web.enable-otlp-receiver", .boolean, "false", "Take OTLP write requests."),
        Flag(
            "web.console.templates",
            .text,
            "consoles",
            support: .accepted,
            "The directory of console templates, served at /consoles."
        ),
        Flag(
            "web.console.libraries",
            .text,
            "console_libraries",
            support: .accepted,
            "The directory of console template libraries."
        ),
        Flag(
            "web.page-title",
            .text,
            "Prometheus Time Series Collection and Processing Server",
            "The title of the pages."
        ),
        Flag(
            "web.cors.origin",
            .text,
            ".*",
            "A pattern of the origins that may read answers, anchored at both ends. Example: "
                + "'https?://(domain1|domain2)\\.com'"
        ),
    ]
}
