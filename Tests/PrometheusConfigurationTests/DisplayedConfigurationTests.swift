import PrometheusConfiguration
import Testing

/// What `/api/v1/status/config` of Prometheus 3.5 answered for the same files.
@Suite struct DisplayedConfigurationTests {
    private func displayed(_ text: String) throws -> String {
        try ServerConfiguration(decoding: Array(text.utf8), file: "p.yml") { _ in nil }.displayedText
    }

    @Test func `an empty file shows the defaults`() throws {
        #expect(try displayed("") == Self.emptyDisplayed)
    }

    @Test func `a full file shows what is in effect`() throws {
        #expect(try displayed(Self.full) == Self.fullDisplayed)
    }

    @Test func `what is shown loads and shows the same`() throws {
        // The numbers that upstream shows twice are not fields.
        let text = Self.fullDisplayed.split(separator: "\n", omittingEmptySubsequences: false)
            .filter { !$0.contains("outofordertimewindow") }.joined(separator: "\n")
        #expect(try displayed(text).split(separator: "\n").dropFirst(13).count > 100)
    }

    private static let emptyDisplayed = """
        global:
          scrape_interval: 1m
          scrape_timeout: 10s
          scrape_protocols:
          - OpenMetricsText1.0.0
          - OpenMetricsText0.0.1
          - PrometheusText1.0.0
          - PrometheusText0.0.4
          evaluation_interval: 1m
          metric_name_validation_scheme: utf8
          metric_name_escaping_scheme: allow-utf-8
        runtime:
          gogc: 75
        otlp:
          translation_strategy: UnderscoreEscapingWithSuffixes

        """

    private static let full = """
        global:
          external_labels:
            a: "true"
            b: "x$$y"
            c: "5"
          scrape_timeout: 5s
        rule_files: ["rules/*.yml"]
        alerting:
          alert_relabel_configs:
            - source_labels: [a, b]
              regex: "[a-z]+ foo"
              action: drop
          alertmanagers:
            - static_configs:
                - targets: [localhost:9093]
              path_prefix: /am
              basic_auth: {username: u, password: p}
              tls_config: {insecure_skip_verify: true}
              proxy_url: http://user:pw@localhost:3128/
        scrape_configs:
          - job_name: a
            params: {module: [a, b], "x y": [c]}
            static_configs:
              - targets: [localhost:9100, "localhost:9101"]
                labels: {x: "1", a: b}
              - targets: []
            file_sd_configs:
              - files: [foo/*.json, "/abs/x.yml"]
            relabel_configs:
              - source_labels: [a, 'b c']
                target_label: c
                replacement: "multi\\nline"
              - regex: (.*)
                target_label: "x"
                replacement: ""
              - action: labelmap
                regex: "a very long regular expression with spaces in it, which goes on and on until it is wider than eighty columns or so|foo bar"
            http_headers:
              X-Foo: {values: [a], secrets: [s], files: [f]}
            authorization: {credentials: xyz}
            sample_limit: 10
            body_size_limit: 1.5GB
          - job_name: yes
            honor_labels: true
            oauth2: {client_id: x, client_secret: y, token_url: "http://a/", scopes: [a], endpoint_params: {b: c}}
        storage:
          tsdb: {out_of_order_time_window: 10m}

        """

    private static let fullDisplayed = """
        global:
          scrape_interval: 1m
          scrape_timeout: 5s
          scrape_protocols:
          - OpenMetricsText1.0.0
          - OpenMetricsText0.0.1
          - PrometheusText1.0.0
          - PrometheusText0.0.4
          evaluation_interval: 1m
          external_labels:
            a: "true"
            b: x$y
            c: "5"
        runtime:
          gogc: 75
        alerting:
          alert_relabel_configs:
          - source_labels: [a, b]
            separator: ;
            regex: '[a-z]+ foo'
            replacement: $1
            action: drop
          alertmanagers:
          - basic_auth:
              username: u
              password: <secret>
            tls_config:
              insecure_skip_verify: true
            follow_redirects: true
            enable_http2: true
            proxy_url: http://user:xxxxx@localhost:3128/
            scheme: http
            path_prefix: /am
            timeout: 10s
            api_version: v2
            static_configs:
            - targets:
              - localhost:9093
        rule_files:
        - rules/*.yml
        scrape_configs:
        - job_name: a
          honor_timestamps: true
          track_timestamps_staleness: false
          params:
            module:
            - a
            - b
            x y:
            - c
          scrape_interval: 1m
          scrape_timeout: 5s
          scrape_protocols:
          - OpenMetricsText1.0.0
          - OpenMetricsText0.0.1
          - PrometheusText1.0.0
          - PrometheusText0.0.4
          always_scrape_classic_histograms: false
          convert_classic_histograms_to_nhcb: false
          metrics_path: /metrics
          scheme: http
          enable_compression: true
          body_size_limit: 1GiB512MiB
          sample_limit: 10
          metric_name_validation_scheme: utf8
          metric_name_escaping_scheme: allow-utf-8
          authorization:
            type: Bearer
            credentials: <secret>
          follow_redirects: true
          enable_http2: true
          http_headers:
            X-Foo:
              values:
              - a
              secrets:
              - <secret>
              files:
              - f
          relabel_configs:
          - source_labels: [a, b c]
            separator: ;
            target_label: c
            replacement: |-
              multi
              line
            action: replace
          - separator: ;
            regex: (.*)
            target_label: x
            action: replace
          - separator: ;
            regex: a very long regular expression with spaces in it, which goes on and on
              until it is wider than eighty columns or so|foo bar
            replacement: $1
            action: labelmap
          file_sd_configs:
          - files:
            - foo/*.json
            - /abs/x.yml
            refresh_interval: 5m
          static_configs:
          - targets:
            - localhost:9100
            - localhost:9101
            labels:
              a: b
              x: "1"
          - targets: []
        - job_name: "yes"
          honor_labels: true
          honor_timestamps: true
          track_timestamps_staleness: false
          scrape_interval: 1m
          scrape_timeout: 5s
          scrape_protocols:
          - OpenMetricsText1.0.0
          - OpenMetricsText0.0.1
          - PrometheusText1.0.0
          - PrometheusText0.0.4
          always_scrape_classic_histograms: false
          convert_classic_histograms_to_nhcb: false
          metrics_path: /metrics
          scheme: http
          enable_compression: true
          metric_name_validation_scheme: utf8
          metric_name_escaping_scheme: allow-utf-8
          oauth2:
            client_id: x
            client_secret: <secret>
            scopes:
            - a
            token_url: http://a/
            endpoint_params:
              b: c
          follow_redirects: true
          enable_http2: true
        storage:
          tsdb:
            outofordertimewindow: 600000
            out_of_order_time_window: 10m
        otlp:
          translation_strategy: UnderscoreEscapingWithSuffixes

        """
}
