import Discovery
import PromQL
import Templating

/// What `/api/v1/features` tells: what this build can do, and what of it is on.
enum FeatureList {
    /// One name and whether it is on.
    typealias Entry = (name: String, isOn: Bool)

    /// All categories.
    static func make(_ options: ServerOptions) -> [(category: String, names: [Entry])] {
        [
            ("api", api(options)),
            (
                "otlp_receiver",
                [
                    ("delta_conversion", options.features.isEnabled("otlp-deltatocumulative")),
                    ("native_delta_ingestion", options.features.isEnabled("otlp-native-delta-ingestion")),
                ]
            ),
            (
                "prometheus",
                [
                    ("agent_mode", options.isAgent), ("server_mode", !options.isAgent),
                    (
                        "auto_reload_config",
                        options.flags.boolean("config.auto-reload") || options.features.isEnabled("auto-reload-config")
                    ),
                    // The labels of a series are one packed text.
                    ("stringlabels", true),
                ]
            ),
            ("promql", language(options)),
            ("promql_functions", functions(options)), ("promql_operators", operators(options)),
            (
                "rules",
                ["concurrent_rule_eval"].map { ($0, options.features.isEnabled("concurrent-rule-eval")) } + [
                    ("query_offset", true), ("keep_firing_for", true),
                ]
            ),
            (
                "scrape",
                [
                    ("extra_scrape_metrics", options.features.isEnabled("extra-scrape-metrics")),
                    ("start_timestamp_zero_ingestion", options.features.isEnabled("created-timestamp-zero-ingestion")),
                    ("type_and_unit_labels", options.features.isEnabled("type-and-unit-labels")),
                ]
            ),
            ("service_discovery_providers", DiscoverySettings.supportedNames.map { ($0, true) }),
            ("templating_functions", TemplateDialect.text.functionNames.map { ($0, true) }),
            ("tsdb", storage(options)), ("ui", [("ui_v2", false), ("ui_v3", true)]),
        ]
    }

    private static func api(_ options: ServerOptions) -> [Entry] {
        let web = options.web
        return [
            ("lifecycle", web.isLifecycleEnabled), ("admin", web.isAdminAPIEnabled),
            ("remote_write_receiver", web.isRemoteWriteReceiverEnabled),
            ("otlp_write_receiver", options.flags.boolean("web.enable-otlp-receiver")),
        ]
            + ["search", "search_fuzz_alg_subsequence", "search_fuzz_alg_jarowinkler"].map {
                ($0, options.features.isEnabled("search-api"))
            }
            + [
                "label_values_match", "query_warnings", "query_stats", "time_range_series", "time_range_labels",
                "exclude_alerts", "openapi_3.1", "openapi_3.2",
            ].map { ($0, true) }
    }

    private static func language(_ options: ServerOptions) -> [Entry] {
        let parser = options.engine.parser
        return [
            ("anchored", parser.extendedRangeSelectors), ("smoothed", parser.extendedRangeSelectors),
            ("fill", parser.fillModifiers), ("fill_left", parser.fillModifiers), ("fill_right", parser.fillModifiers),
            ("per_step_stats", options.features.isEnabled("promql-per-step-stats")),
            ("delayed_name_removal", options.engine.delaysNameRemoval),
            ("type_and_unit_labels", options.engine.hasTypeLabels),
        ]
            + [
                "at_modifier", "negative_offset", "per_query_lookback_delta", "subqueries", "duration_expr", "bool",
                "by", "group_left", "group_right", "ignoring", "offset", "on", "without",
            ].map { ($0, true) }
    }

    private static func functions(_ options: ServerOptions) -> [Entry] {
        FunctionSignature.all.values.map {
            ($0.name, !$0.isExperimental || options.engine.parser.experimentalFunctions)
        }
    }

    private static func operators(_ options: ServerOptions) -> [Entry] {
        let aggregations = AggregationOperator.allCases.map {
            ($0.rawValue, !$0.isExperimental || options.engine.parser.experimentalFunctions)
        }
        let binary = [
            "!=", "!~", "%", "*", "+", "-", "/", "<", "<=", "==", "=~", ">", ">=", "@", "^", "and", "atan2", "or",
            "unless",
        ]
        return aggregations + binary.map { ($0, true) }
    }

    private static func storage(_ options: ServerOptions) -> [Entry] {
        [
            ("exemplar_storage", options.features.isEnabled("exemplar-storage")),
            ("delayed_compaction", options.features.isEnabled("delayed-compaction")),
            ("isolation", true), ("use_uncached_io", false), ("native_histograms", true),
            ("st_storage", options.features.isEnabled("st-storage")),
            ("xor2_encoding", options.features.isEnabled("xor2-encoding")),
            ("histograms_st_encoding", options.features.isEnabled("histograms-st-encoding")),
        ]
    }
}
