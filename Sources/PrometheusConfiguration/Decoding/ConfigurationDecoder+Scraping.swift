internal import Discovery
internal import HTTPClients
internal import LabelMatching
internal import PrometheusModel
internal import StrictYAML

extension ConfigurationDecoder {
    /// Decodes `scrape_configs`.
    func decodeScrapeJobs(_ fields: YAMLFields, global: GlobalSettings) -> [ScrapeSettings] {
        let key = "scrape_configs"
        var names: Set<String> = []
        var jobs: [ScrapeSettings] = []
        for (index, element) in (fields.elements(key, type: "[]*config.ScrapeConfig") ?? []).enumerated() {
            let path = fields.path(key, index)
            guard !element.isNull else {
                problems.reject("empty or null scrape config section", at: element, field: path)
                continue
            }
            guard let inner = YAMLFields(element, type: "config.ScrapeConfig", path: path, problems: problems) else {
                continue
            }
            let job = decodeScrapeJob(inner, global: global)
            if !job.jobName.isEmpty, !names.insert(job.jobName).inserted {
                inner.reject("found multiple scrape configs with job name \(job.jobName.quoted)", "job_name")
            }
            jobs.append(job)
        }
        return jobs
    }

    private func decodeScrapeJob(_ fields: YAMLFields, global: GlobalSettings) -> ScrapeSettings {
        var job = ScrapeSettings()
        job.jobName = fields.string("job_name") ?? ""
        let place = "scrape config with job name \(job.jobName.quoted)"
        decodeTimes(fields, into: &job, global: global, place: place)
        job.honorsLabels = fields.bool("honor_labels") ?? false
        job.honorsTimestamps = fields.bool("honor_timestamps") ?? true
        job.tracksTimestampsStaleness = fields.bool("track_timestamps_staleness") ?? false
        job.histograms = decodeHistograms(fields, inheriting: global.histograms)
        job.hasExtraMetrics = fields.bool("extra_scrape_metrics") ?? global.hasExtraScrapeMetrics
        job.limits = decodeLimits(fields, inheriting: global.limits)
        job.limits.nativeHistogramBuckets = fields.unsigned("native_histogram_bucket_limit") ?? 0
        job.limits.nativeHistogramMinimumBucketFactor = fields.double("native_histogram_min_bucket_factor") ?? 0
        let failureLog = fields.string("scrape_failure_log_file") ?? ""
        job.failureLogFile = failureLog.isEmpty ? global.scrapeFailureLogFile : base.resolve(failureLog)
        decodeNames(fields, into: &job, global: global)
        decodeRequest(fields, into: &job, global: global, place: place)
        job.discovery = DiscoverySettings.decode(fields, base: base)
        job.http = HTTPClientSettings(decoding: fields, base: base)
        job.relabelRules = decodeRelabelRules(
            fields,
            "relabel_configs",
            scheme: job.nameValidation,
            nullReason: "empty or null target relabeling rule in scrape config"
        )
        job.metricRelabelRules = decodeRelabelRules(
            fields,
            "metric_relabel_configs",
            scheme: job.nameValidation,
            nullReason: "empty or null metric relabeling rule in scrape config"
        )
        fields.finish()
        if fields.isSound { validate(job, fields, place: place) }
        warn(about: job.discovery)
        return job
    }

    private func decodeTimes(
        _ fields: YAMLFields,
        into job: inout ScrapeSettings,
        global: GlobalSettings,
        place: String
    ) {
        let interval = fields.duration("scrape_interval") ?? 0
        job.intervalMilliseconds = interval == 0 ? global.scrapeIntervalMilliseconds : interval
        let timeout = fields.duration("scrape_timeout") ?? 0
        job.timeoutMilliseconds =
            timeout == 0 ? min(global.scrapeTimeoutMilliseconds, job.intervalMilliseconds) : timeout
        if fields.isSound, job.timeoutMilliseconds > job.intervalMilliseconds {
            fields.reject("scrape timeout greater than scrape interval for \(place)", "scrape_timeout")
        }
    }

    private func decodeRequest(
        _ fields: YAMLFields,
        into job: inout ScrapeSettings,
        global: GlobalSettings,
        place: String
    ) {
        job.request.scheme = fields.string("scheme") ?? "http"
        job.request.metricsPath = fields.string("metrics_path") ?? "/metrics"
        job.request.enablesCompression = fields.bool("enable_compression") ?? true
        job.request.parameters = decodeParameters(fields)
        job.request.protocols =
            decodeProtocols(fields, place: place) ?? global.scrapeProtocols
            ?? (job.histograms.scrapesNative ? ScrapeProtocol.nativeHistogramDefaults : ScrapeProtocol.defaults)
        guard let text = fields.string("fallback_scrape_protocol"), !text.isEmpty else { return }
        job.request.fallbackProtocol = ScrapeProtocol(rawValue: text)
        if job.request.fallbackProtocol == nil {
            fields.reject(
                "invalid fallback_scrape_protocol for \(place): \(Self.unknownProtocol(text))",
                "fallback_scrape_protocol"
            )
        }
    }

    private func decodeParameters(_ fields: YAMLFields) -> [ScrapeParameter] {
        guard let node = fields.value("params") else { return [] }
        let path = fields.path("params")
        return (problems.map(node, field: path, type: "url.Values") ?? []).compactMap { name, value in
            problems.strings(value, field: "\(path).\(name)", type: "[]string", element: "string").map {
                ScrapeParameter(name: name, values: $0)
            }
        }.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    private func decodeNames(_ fields: YAMLFields, into job: inout ScrapeSettings, global: GlobalSettings) {
        let validation = decodeNameValidation(fields)
        job.nameValidation = validation ?? global.nameValidation
        let key = "metric_name_escaping_scheme"
        if let text = fields.string(key), !text.isEmpty {
            guard let escaping = NameEscaping(rawValue: text) else {
                return fields.reject(
                    "unknown scrape config name escaping method specified, must be one of 'allow-utf-8', "
                        + "'underscores', 'dots', or 'values', got \(text.quoted)",
                    key
                )
            }
            job.nameEscaping = escaping
        } else if validation == nil {
            job.nameEscaping = global.nameEscaping
        } else {
            job.nameEscaping = job.nameValidation == .utf8 ? .allowUTF8 : .underscores
        }
        if job.nameEscaping == .allowUTF8, job.nameValidation == .legacy {
            fields.reject("utf8 metric names requested but validation scheme is not set to UTF8", key)
        }
    }

    private func validate(_ job: ScrapeSettings, _ fields: YAMLFields, place: String) {
        if job.jobName.isEmpty { fields.reject("job_name is empty", "job_name") }
        guard job.relabelRules.isEmpty, let address = DiscoverySettings.firstMalformedAddress(in: job.discovery) else {
            return
        }
        fields.reject("\(address.quoted) is not a valid hostname", "static_configs")
    }

    /// Notes the mechanisms that this version does not have.
    func warn(about discovery: [DiscoverySettings]) {
        for case .unsupported(let other) in discovery {
            warnings.append(.unsupported(file: file, place: other.place))
        }
    }
}
