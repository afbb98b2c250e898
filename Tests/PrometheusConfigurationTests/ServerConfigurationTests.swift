import Discovery
import HTTPClients
import LabelMatching
import PrometheusConfiguration
import PrometheusModel
import Testing

@Suite struct ServerConfigurationTests {
    private func load(
        _ text: String,
        environment: [String: String] = [:]
    ) throws(ConfigurationError) -> ServerConfiguration {
        try ServerConfiguration(decoding: Array(text.utf8), file: "dir/p.yml") { environment[$0] }
    }

    @Test(arguments: ["", "# nothing\n", "global:\n", "global: {}\n", "{}\n"])
    func `nothing given means all defaults`(text: String) throws {
        let configuration = try load(text)
        #expect(configuration.global == GlobalSettings())
        #expect(configuration.scrapeJobs.isEmpty && configuration.warnings.isEmpty)
        #expect(configuration.runtime.gogc == 75)
    }

    @Test func `the garbage collector's setting is shown, though there is none`() throws {
        #expect(try load("", environment: ["GOGC": "50"]).runtime.gogc == 50)
        #expect(try load("", environment: ["GOGC": "off"]).runtime.gogc == -1)
        #expect(try load("", environment: ["GOGC": "x"]).runtime.gogc == 75)
        #expect(try load("runtime: {gogc: 42}", environment: ["GOGC": "50"]).runtime.gogc == 42)
    }

    @Test func `a job inherits what it does not set`() throws {
        let configuration = try load(
            """
            global:
              scrape_interval: 15s
              scrape_timeout: 5s
              sample_limit: 100
              label_limit: 7
              body_size_limit: 1MB
              scrape_protocols: [PrometheusText0.0.4]
              always_scrape_classic_histograms: true
              scrape_failure_log_file: fail.log
            scrape_configs:
              - job_name: a
              - job_name: b
                scrape_interval: 2s
                sample_limit: 0
                label_limit: 9
                scrape_protocols: [OpenMetricsText1.0.0]
                always_scrape_classic_histograms: false
                scrape_failure_log_file: /other.log
            """
        )
        let (a, b) = (configuration.scrapeJobs[0], configuration.scrapeJobs[1])
        #expect(a.intervalMilliseconds == 15_000 && a.timeoutMilliseconds == 5000)
        #expect(b.intervalMilliseconds == 2000 && b.timeoutMilliseconds == 2000)
        #expect(a.limits.samples == 100 && b.limits.samples == 100)
        #expect(a.limits.labels == 7 && b.limits.labels == 9)
        #expect(b.limits.bodySizeBytes == 1 << 20)
        #expect(a.request.protocols == [.prometheusText0_0_4] && b.request.protocols == [.openMetricsText1_0_0])
        #expect(a.histograms.alwaysScrapesClassic && !b.histograms.alwaysScrapesClassic)
        #expect(a.failureLogFile == "dir/fail.log" && b.failureLogFile == "/other.log")
    }

    @Test func `the global timeout follows a short interval`() throws {
        #expect(try load("global: {scrape_interval: 3s}").global.scrapeTimeoutMilliseconds == 3000)
        #expect(try load("global: {scrape_interval: 30s}").global.scrapeTimeoutMilliseconds == 10_000)
    }

    @Test func `native histograms ask for protobuf first`() throws {
        let job = try load("scrape_configs: [{job_name: a, scrape_native_histograms: true}]").scrapeJobs[0]
        #expect(job.request.protocols.first == .prometheusProto)
    }

    @Test func `the escaping scheme follows the validation scheme`() throws {
        let jobs = try load(
            """
            global: {metric_name_validation_scheme: legacy}
            scrape_configs:
              - {job_name: a}
              - {job_name: b, metric_name_validation_scheme: utf8}
              - {job_name: c, metric_name_escaping_scheme: dots}
            """
        ).scrapeJobs
        #expect(jobs.map(\.nameEscaping) == [.underscores, .allowUTF8, .dots])
        #expect(jobs.map(\.nameValidation) == [.legacy, .utf8, .legacy])
    }

    @Test func `paths are relative to the file`() throws {
        let configuration = try load(
            """
            rule_files: [rules/*.yml, /abs.yml]
            scrape_configs: [{job_name: a, file_sd_configs: [{files: [t.json]}], bearer_token_file: t}]
            """
        )
        #expect(configuration.ruleFilePatterns == ["dir/rules/*.yml", "/abs.yml"])
        guard case .file(let file)? = configuration.scrapeJobs[0].discovery.first else {
            Issue.record("no file discovery")
            return
        }
        #expect(file.files == ["dir/t.json"])
        #expect(configuration.scrapeJobs[0].http.authorization?.credentialsFile == "dir/t")
    }

    @Test func `static groups have their index as source`() throws {
        let job = try load(
            """
            scrape_configs:
              - job_name: a
                params: {z: [1, 2], b: [x]}
                static_configs:
                  - targets: [h:1, h:2]
                    labels: {env: prod, empty: ""}
                  - targets: [h:3]
            """
        ).scrapeJobs[0]
        #expect(
            job.discovery == [
                .fixed([
                    TargetGroup(
                        source: "0",
                        labels: ["env": "prod"],
                        targets: [["__address__": "h:1"], ["__address__": "h:2"]]
                    ),
                    TargetGroup(source: "1", targets: [["__address__": "h:3"]]),
                ])
            ]
        )
        #expect(job.request.parameters.map(\.name) == ["b", "z"])
        #expect(job.request.parameters[1].values == ["1", "2"])
    }

    @Test(arguments: [
        ("x$HOST-y", "xhere-y"), ("${HOST}y", "herey"), ("$$HOST", "$HOST"), ("x$ y", "x$ y"), ("a${}b", "ab"),
        ("foo${TEST", "fooTEST"), ("$1-$@", "-"), ("$UNSET", ""), ("$HOST_x", ""), ("end$", "end$"), ("${-}z", "z"),
    ])
    func `external labels take environment variables`(text: String, expected: String) throws {
        let configuration = try load(
            "global: {external_labels: {l: \"\(text)\", k: v}}",
            environment: ["HOST": "here"]
        )
        #expect(configuration.global.externalLabels["l"] ?? "" == expected)
        #expect(configuration.global.externalLabels["k"] == "v")
    }

    @Test func `an empty variable is worth a warning`() throws {
        let warnings = try load("global: {external_labels: {l: $UNSET}}").warnings
        #expect(warnings == [.emptyEnvironmentVariable(name: "UNSET")])
    }

    @Test func `what later versions bring is accepted with a warning`() throws {
        let configuration = try load(
            """
            scrape_configs:
              - job_name: k
            otlp: {}
            tracing: {endpoint: x}
            """
        )
        #expect(
            configuration.warnings.map(\.description) == [
                "dir/p.yml: line 4, column 10, field tracing: not supported yet by this version, ignored"
            ]
        )
    }

    @Test(arguments: [
        ("{translation_strategy: x}", "unsupported OTLP translation strategy \"x\""),
        (
            "{promote_resource_attributes: [' ', a, ' a ']}",
            "invalid 'promote_resource_attributes': empty promoted OTel resource attribute\nduplicated promoted OTel resource attribute \"a\""
        ),
        (
            "{promote_resource_attributes: [a], promote_all_resource_attributes: true}",
            "'promote_all_resource_attributes' and 'promote_resource_attributes' cannot be configured simultaneously"
        ),
        (
            "{ignore_resource_attributes: [a]}",
            "'ignore_resource_attributes' cannot be configured unless 'promote_all_resource_attributes' is true"
        ),
        ("{foo: 1}", "field foo not found in type config.plain"),
    ])
    func `what is wrong with the otlp section is said in upstream's words`(text: String, problem: String) {
        do {
            _ = try load("otlp: \(text)")
            Issue.record("no error")
        } catch {
            #expect("\(error)".contains(problem))
        }
    }

    @Test func `the otlp section is read`() throws {
        let otlp = try load("otlp: {translation_strategy: NoTranslation, promote_resource_attributes: [' a ']}").otlp
        #expect(otlp.translation == .noTranslation)
        #expect(otlp.promotedAttributes == ["a"])
    }

    @Test func `the storage section is read strictly`() throws {
        let storage = try load(
            "storage: {tsdb: {out_of_order_time_window: 10m, retention: {time: 3d, size: 1GB}}, exemplars: {max_exemplars: 5}}"
        ).storage
        #expect(storage.outOfOrderWindowMilliseconds == 600_000)
        #expect(storage.retention?.timeMilliseconds == 259_200_000)
        #expect(storage.retention?.sizeBytes == 1 << 30)
        #expect(storage.maximumExemplars == 5)
    }

    @Test func `the tutorial's storage section is accepted, though upstream refuses it`() throws {
        let configuration = try load(
            """
            storage:
              tsdb:
                path: /prometheus
                retention.time: 15d
                retention.size: "10GB"
                min-block-duration: 2h
                max-block-duration: 25h
            """
        )
        let startup = configuration.storage.startup
        #expect(startup.path == "/prometheus")
        #expect(startup.retentionMilliseconds == 1_296_000_000)
        #expect(startup.retentionBytes == 10 << 30)
        #expect(startup.minimumBlockMilliseconds == 7_200_000 && startup.maximumBlockMilliseconds == 90_000_000)
        #expect(configuration.storage.retention == nil)
        #expect(configuration.displayedText.contains("    path: /prometheus\n    retention.time: 15d\n"))
    }

    @Test func `alertmanagers have their settings`() throws {
        let alerting = try load(
            """
            alerting:
              alert_relabel_configs: [{action: labeldrop, regex: replica}]
              alertmanagers:
                - scheme: https
                  path_prefix: /am
                  timeout: 5s
                  static_configs: [{targets: [am:9093]}]
                  relabel_configs: [{action: drop, source_labels: [x], regex: y}]
            """
        ).alerting
        #expect(alerting.alertRelabelRules.map(\.action) == [.labelDrop])
        let settings = alerting.alertmanagers[0]
        #expect(settings.scheme == "https" && settings.pathPrefix == "/am" && settings.timeoutMilliseconds == 5000)
        #expect(settings.relabelRules.count == 1 && settings.discovery.count == 1)
    }

    @Test func `equal texts decode to equal jobs, so that a reload can tell what changed`() throws {
        let text = "scrape_configs: [{job_name: a, relabel_configs: [{regex: 'x(.*)', target_label: y}]}]"
        #expect(try load(text).scrapeJobs == load(text).scrapeJobs)
        let other = text.replacing("x(.*)", with: "z(.*)")
        #expect(try load(text).scrapeJobs != load(other).scrapeJobs)
    }
}

extension String {
    /// The text with each `old` replaced.
    fileprivate func replacing(_ old: String, with new: String) -> String {
        split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
    }
}
