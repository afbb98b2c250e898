internal import LabelMatching
internal import PrometheusModel
internal import StrictYAML

extension ConfigurationDecoder {
    private static let defaultTimeout: Int64 = 10_000
    private static let defaultInterval: Int64 = 60_000

    func decodeGlobal(_ fields: YAMLFields) -> GlobalSettings {
        var global = GlobalSettings()
        global.nameValidation = decodeNameValidation(fields) ?? .utf8
        global.nameEscaping = decodeGlobalEscaping(fields, validation: global.nameValidation)
        let interval = fields.duration("scrape_interval") ?? 0
        global.scrapeIntervalMilliseconds = interval == 0 ? Self.defaultInterval : interval
        let timeout = fields.duration("scrape_timeout") ?? 0
        global.scrapeTimeoutMilliseconds =
            timeout == 0 ? min(Self.defaultTimeout, global.scrapeIntervalMilliseconds) : timeout
        let evaluation = fields.duration("evaluation_interval") ?? 0
        global.evaluationIntervalMilliseconds = evaluation == 0 ? Self.defaultInterval : evaluation
        global.ruleQueryOffsetMilliseconds = fields.duration("rule_query_offset") ?? 0
        global.queryLogFile = base.resolve(fields.string("query_log_file") ?? "")
        global.scrapeFailureLogFile = base.resolve(fields.string("scrape_failure_log_file") ?? "")
        global.scrapeProtocols = decodeProtocols(fields, place: "global config")
        global.limits = decodeLimits(fields, inheriting: ScrapeLimits())
        global.histograms = decodeHistograms(fields, inheriting: HistogramSettings())
        global.hasExtraScrapeMetrics = fields.bool("extra_scrape_metrics") ?? false
        global.externalLabels = decodeExternalLabels(fields, validation: global.nameValidation)
        fields.finish()
        if fields.isSound, global.scrapeTimeoutMilliseconds > global.scrapeIntervalMilliseconds {
            fields.reject("global scrape timeout greater than scrape interval", "scrape_timeout")
        }
        return global
    }

    func decodeLimits(_ fields: YAMLFields, inheriting global: ScrapeLimits) -> ScrapeLimits {
        var limits = global
        func inherit(_ key: String, _ limit: WritableKeyPath<ScrapeLimits, UInt64>) {
            if let value = fields.unsigned(key), value != 0 { limits[keyPath: limit] = value }
        }
        if let value = fields.byteSize("body_size_limit"), value != 0 { limits.bodySizeBytes = value }
        inherit("sample_limit", \.samples)
        inherit("target_limit", \.targets)
        inherit("label_limit", \.labels)
        inherit("label_name_length_limit", \.labelNameLength)
        inherit("label_value_length_limit", \.labelValueLength)
        inherit("keep_dropped_targets", \.keptDroppedTargets)
        return limits
    }

    func decodeHistograms(_ fields: YAMLFields, inheriting global: HistogramSettings) -> HistogramSettings {
        var settings = global
        if let value = fields.bool("scrape_native_histograms") { settings.scrapesNative = value }
        if let value = fields.bool("always_scrape_classic_histograms") { settings.alwaysScrapesClassic = value }
        if let value = fields.bool("convert_classic_histograms_to_nhcb") { settings.convertsClassic = value }
        return settings
    }

    func decodeNameValidation(_ fields: YAMLFields) -> NameValidation? {
        let key = "metric_name_validation_scheme"
        guard let text = fields.string(key), !text.isEmpty else { return nil }
        let validation = NameValidation(rawValue: text)
        if validation == nil { fields.reject("unrecognized ValidationScheme: \(text.quoted)", key) }
        return validation
    }

    private func decodeGlobalEscaping(_ fields: YAMLFields, validation: NameValidation) -> NameEscaping {
        let key = "metric_name_escaping_scheme"
        let standard: NameEscaping = validation == .utf8 ? .allowUTF8 : .underscores
        guard let text = fields.string(key), !text.isEmpty else { return standard }
        guard let escaping = NameEscaping(rawValue: text) else {
            fields.reject(
                "unknown global name escaping method specified, must be one of 'allow-utf-8', 'underscores', 'dots', "
                    + "or 'values', got \(text.quoted)",
                key
            )
            return standard
        }
        return escaping
    }

    /// The protocols in order, `nil` if the field is missing or null.
    ///
    /// `place` ends the messages.
    func decodeProtocols(_ fields: YAMLFields, place: String) -> [ScrapeProtocol]? {
        let key = "scrape_protocols"
        guard let node = fields.value(key), !node.isNull else { return nil }
        guard
            let texts = problems.strings(
                node,
                field: fields.path(key),
                type: "[]config.ScrapeProtocol",
                element: "config.ScrapeProtocol"
            )
        else { return nil }
        if texts.isEmpty { fields.reject("scrape_protocols cannot be empty for \(place)", key) }
        for text in texts where ScrapeProtocol(rawValue: text) == nil {
            fields.reject("scrape_protocols: \(Self.unknownProtocol(text)) for \(place)", key)
        }
        if Set(texts.map { $0.lowercased() }).count < texts.count {
            fields.reject(
                "duplicated protocol in scrape_protocols, got [\(texts.joined(separator: " "))] for \(place)",
                key
            )
        }
        return texts.compactMap { ScrapeProtocol(rawValue: $0) }
    }

    static func unknownProtocol(_ text: String) -> String {
        let supported = ScrapeProtocol.allCases.map(\.rawValue).joined(separator: " ")
        return "unknown scrape protocol \(text), supported: [\(supported)]"
    }

    private func decodeExternalLabels(_ fields: YAMLFields, validation: NameValidation) -> Labels {
        let key = "external_labels"
        var labels = LabelsBuilder()
        for (name, value) in fields.labelMap(key, type: "map[string]string", element: "string") {
            if !validation.acceptsLabelName(name) { fields.reject("\(name.quoted) is not a valid label name", key) }
            let expanded = expandEnvironment(value)
            shown.externalLabels.append(Label(name, expanded))
            labels.set(name, expanded)
        }
        return labels.labels()
    }
}
