import PrometheusConfiguration
import Testing

@Suite struct ConfigurationErrorTests {
    private func message(_ text: String) -> String {
        do {
            _ = try ServerConfiguration(decoding: Array(text.utf8), file: "p.yml") { _ in nil }
            return ""
        } catch {
            return "\(error)"
        }
    }

    private static let protocols =
        "supported: [OpenMetricsText0.0.1 OpenMetricsText1.0.0 PrometheusProto PrometheusText0.0.4 PrometheusText1.0.0]"

    /// Texts as `promtool check config` of Prometheus 3.5 gives them; the place is ours.
    @Test(arguments: [
        (
            "global:\n  scrape_interval: 5x\n",
            #"unknown unit "x" in duration "5x" (line 2, column 20, field global.scrape_interval)"#
        ),
        (
            "global: {scrape_interval: 1s, scrape_timeout: 2s}",
            "global scrape timeout greater than scrape interval (line 1, column 47, field global.scrape_timeout)"
        ),
        (
            "global: {body_size_limit: 100}",
            "units: unknown unit  in 100 (line 1, column 27, field global.body_size_limit)"
        ),
        (
            "global: {scrape_protocols: [PrometheusProto, PrometheusProto]}",
            "duplicated protocol in scrape_protocols, got [PrometheusProto PrometheusProto] for global config (line 1, column 28, field global.scrape_protocols)"
        ),
        ("scrape_configs: [null]", "empty or null scrape config section (line 1, column 18, field scrape_configs[0])"),
        ("scrape_configs: [{}]", "job_name is empty (line 1, column 18, field scrape_configs[0].job_name)"),
        (
            "scrape_configs: [{job_name: a}, {job_name: a}]",
            #"found multiple scrape configs with job name "a" (line 1, column 44, field scrape_configs[1].job_name)"#
        ),
        (
            "scrape_configs: [{job_name: a, scrape_interval: 1s, scrape_timeout: 2s}]",
            #"scrape timeout greater than scrape interval for scrape config with job name "a" (line 1, column 69, field scrape_configs[0].scrape_timeout)"#
        ),
        (
            "scrape_configs: [{job_name: a, scrape_protocols: []}]",
            #"scrape_protocols cannot be empty for scrape config with job name "a" (line 1, column 50, field scrape_configs[0].scrape_protocols)"#
        ),
        (
            "scrape_configs: [{job_name: a, scrape_protocols: [A]}]",
            #"scrape_protocols: unknown scrape protocol A, \#(protocols) for scrape config with job name "a" (line 1, column 50, field scrape_configs[0].scrape_protocols)"#
        ),
        (
            "scrape_configs: [{job_name: a, fallback_scrape_protocol: foo}]",
            #"invalid fallback_scrape_protocol for scrape config with job name "a": unknown scrape protocol foo, \#(protocols) (line 1, column 58, field scrape_configs[0].fallback_scrape_protocol)"#
        ),
        (
            "scrape_configs: [{job_name: a, static_configs: [{targets: ['http://x:1/']}]}]",
            #""http://x:1/" is not a valid hostname (line 1, column 48, field scrape_configs[0].static_configs)"#
        ),
        (
            "scrape_configs: [{job_name: a, static_configs: [null]}]",
            "empty or null section in static_configs (line 1, column 49, field scrape_configs[0].static_configs[0])"
        ),
        (
            "scrape_configs: [{job_name: a, file_sd_configs: [{files: []}]}]",
            "file service discovery config must contain at least one path name (line 1, column 58, field scrape_configs[0].file_sd_configs[0].files)"
        ),
        (
            "scrape_configs: [{job_name: a, file_sd_configs: [{files: [foo.txt]}]}]",
            #"path name "foo.txt" is not valid for file discovery (line 1, column 58, field scrape_configs[0].file_sd_configs[0].files)"#
        ),
        (
            "scrape_configs: [{job_name: a, relabel_configs: [{regex: '(', action: keep}]}]",
            "error parsing regexp: missing closing ): `^(?s:()$` (line 1, column 58, field scrape_configs[0].relabel_configs[0].regex)"
        ),
        (
            "scrape_configs: [{job_name: a, relabel_configs: [{action: foo}]}]",
            #"unknown relabel action "foo" (line 1, column 59, field scrape_configs[0].relabel_configs[0].action)"#
        ),
        (
            "scrape_configs: [{job_name: a, relabel_configs: [{action: }]}]",
            "relabel action cannot be empty (line 1, column 59, field scrape_configs[0].relabel_configs[0].action)"
        ),
        (
            "scrape_configs: [{job_name: a, relabel_configs: [null]}]",
            "empty or null target relabeling rule in scrape config (line 1, column 50, field scrape_configs[0].relabel_configs[0])"
        ),
        (
            "scrape_configs: [{job_name: a, metric_relabel_configs: [{}]}]",
            "relabel configuration for replace action requires 'target_label' value (line 1, column 57, field scrape_configs[0].metric_relabel_configs[0])"
        ),
        (
            "scrape_configs: [{job_name: a, metric_name_validation_scheme: legacy, metric_name_escaping_scheme: allow-utf-8}]",
            "utf8 metric names requested but validation scheme is not set to UTF8 (line 1, column 100, field scrape_configs[0].metric_name_escaping_scheme)"
        ),
        ("rule_files: ['a/*/b']", #"invalid rule file path "a/*/b" (line 1, column 13, field rule_files)"#),
        (
            "scrape_config_files: ['a/*/b']",
            #"invalid scrape config file path "a/*/b" (line 1, column 22, field scrape_config_files)"#
        ),
        (
            "alerting: {alertmanagers: [{api_version: v1}]}",
            "expected Alertmanager api version to be one of [v2] but got v1 (line 1, column 42, field alerting.alertmanagers[0].api_version)"
        ),
        (
            "alerting: {alert_relabel_configs: [null]}",
            "empty or null alert relabeling rule (line 1, column 36, field alerting.alert_relabel_configs[0])"
        ),
        (
            "alerting: {alertmanagers: [null]}",
            "empty or null alertmanager config section (line 1, column 28, field alerting.alertmanagers[0])"
        ),
        (
            "storage: {tsdb: {retention: {percentage: 101}}}",
            "'storage.tsdb.retention.percentage' must be in the range [0, 100], got 101 (line 1, column 42, field storage.tsdb.retention.percentage)"
        ),
    ])
    func `an unacceptable value has upstream's words and its place`(text: String, expected: String) {
        #expect(message(text) == "parsing YAML file p.yml: \(expected)")
    }

    @Test func `unknown fields of all sections come in one report`() {
        let text = """
            foo: 1
            scrape_configs:
            - job_name: a
              consult_sd_configs: []
              basic_auth: {foo: 1}
              authorization: {foo: 2}
              tls_config: {foo: 3}
              http_headers: {x: {foo: 1}}
              file_sd_configs: [{foo: 4}]
              relabel_configs: [{foo: 1}]
              static_configs: [{foo: 1}]
            """
        #expect(
            message(text) == """
                parsing YAML file p.yml: yaml: unmarshal errors:
                  line 1: field foo not found in type config.plain
                  line 4: field consult_sd_configs not found in type config.ScrapeConfig
                  line 5: field foo not found in type config.plain
                  line 6: field foo not found in type config.Authorization
                  line 7: field foo not found in type config.plain
                  line 8: field foo not found in type config.Header
                  line 9: field foo not found in type file.plain
                  line 10: field foo not found in type relabel.plain
                  line 11: field foo not found in type struct { Targets []string "yaml:\\"targets\\""; Labels \
                model.LabelSet "yaml:\\"labels\\"" }
                """
        )
    }

    @Test func `settings that are looked for in the storage section are refused with a hint`() {
        let text = "storage:\n  tsdb:\n    wal_compression: true\n    retention.times: 15d\n"
        #expect(
            message(text) == """
                parsing YAML file p.yml: yaml: unmarshal errors:
                  line 3: field wal_compression not found in type config.plain (use the flag \
                --storage.tsdb.wal-compression)
                  line 4: field retention.times not found in type config.plain
                """
        )
    }

    @Test(arguments: [
        ("{min-block-duration: 0s}", "'storage.tsdb.min-block-duration' must be greater than 0"),
        ("{retention.size: -1B}", "'storage.tsdb.retention.size' must be greater than or equal to 0, got -1B"),
        ("{stale_series_compaction_threshold: 1.5}", "must be in the range [0, 1], got 1.5"),
        ("{path: [a]}", "line 1"), ("{retention.time: 15}", "15"), ("{max-block-duration: 1x}", "1x"),
    ])
    func `bad values in the storage section are refused`(section: String, text: String) {
        #expect(message("storage: {tsdb: \(section)}").contains(text))
    }

    @Test(arguments: [
        "groups: []", "global: {labels: {}}", "rule_files: {a: b}",
        "scrape_configs: [{job_name: a, target_groups: []}]",
        "global: {scrape_classic_histograms: true}", "storage: {path: x}", "global: {scrape_interval: -5s}",
        "global: {scrape_interval: 1 m}", "x-foo: 1", "scrape_configs: [{job_name: a, static_configs: [{targets: h}]}]",
    ])
    func `shapes that upstream refuses are refused`(text: String) { #expect(message(text) != "") }

    @Test func `a missing file is named`() {
        let error = #expect(throws: ConfigurationError.self) {
            try ServerConfiguration(file: "/nonexistent/p.yml") { _ in nil }
        }
        #expect(error?.description == "open /nonexistent/p.yml: no such file or directory")
    }
}
