internal import PrometheusModel
internal import StrictYAML

/// Decodes one configuration file.
final class ConfigurationDecoder {
    let file: String
    let base: BaseDirectory
    let environment: (String) -> String?
    let problems = YAMLProblems()
    var warnings: [ConfigurationWarning] = []
    var shown = DisplayedSections()

    init(file: String, environment: @escaping (String) -> String?) {
        self.file = file
        self.environment = environment
        base = BaseDirectory(ofFile: file)
    }

    /// Decodes a main file.
    func decode(_ bytes: [UInt8]) throws(YAMLError) -> ServerConfiguration {
        var configuration = ServerConfiguration()
        let document = try YAMLDocument(bytes: bytes)
        if let value = environment("GOGC") { configuration.runtime.gogc = value == "off" ? -1 : Int64(value) ?? 75 }
        if let root = document.root,
            let fields = YAMLFields(root, type: "config.plain", path: "", problems: problems)
        {
            decode(fields, into: &configuration)
        }
        try problems.throwIfAny()
        configuration.warnings = warnings
        configuration.displayedText = YAMLWriter.text(.mapping(configuration.displayedFields(shown)))
        return configuration
    }

    /// Decodes a file that `scrape_config_files` names: `scrape_configs` and nothing else.
    func decodeIncluded(_ bytes: [UInt8], global: GlobalSettings) throws(YAMLError) -> [ScrapeSettings] {
        let document = try YAMLDocument(bytes: bytes)
        guard let root = document.root,
            let fields = YAMLFields(root, type: "config.ScrapeConfigs", path: "", problems: problems)
        else {
            try problems.throwIfAny()
            return []
        }
        let jobs = decodeScrapeJobs(fields, global: global)
        fields.finish()
        try problems.throwIfAny()
        return jobs
    }

    private func decode(_ fields: YAMLFields, into configuration: inout ServerConfiguration) {
        if let global = fields.fields("global", type: "config.plain") {
            shown.hasGlobal = true
            configuration.global = decodeGlobal(global)
            shown.hasNameValidation = global.has("metric_name_validation_scheme")
            shown.hasNameEscaping = global.has("metric_name_escaping_scheme")
        }
        if let runtime = fields.fields("runtime", type: "config.RuntimeConfig") {
            if let value = runtime.integer("gogc"), value != 0 { configuration.runtime.gogc = value }
            runtime.finish()
        }
        configuration.ruleFilePatterns = decodePatterns(fields, "rule_files", "invalid rule file path")
        configuration.scrapeConfigFilePatterns = decodePatterns(
            fields,
            "scrape_config_files",
            "invalid scrape config file path"
        )
        configuration.scrapeJobs = decodeScrapeJobs(fields, global: configuration.global)
        configuration.mainFileJobCount = configuration.scrapeJobs.count
        if let alerting = fields.fields("alerting", type: "config.plain") {
            configuration.alerting = decodeAlerting(alerting, scheme: configuration.global.nameValidation)
        }
        if let storage = fields.fields("storage", type: "config.StorageConfig") {
            shown.hasTSDB = storage.has("tsdb")
            configuration.storage = decodeStorage(storage)
        }
        if let otlp = fields.fields("otlp", type: "config.plain") {
            configuration.otlp = decodeOTLP(otlp, configuration.global.nameValidation)
        }
        configuration.remoteWrites = decodeRemoteWrites(fields, scheme: configuration.global.nameValidation)
        configuration.remoteReads = decodeRemoteReads(fields)
        if let tracing = fields.fields("tracing", type: "config.plain") {
            configuration.tracing = decodeTracing(tracing)
            // Decoded, checked and shown, but no spans are made yet.
            warn(at: tracing.node, field: "tracing")
        }
        fields.finish()
    }

    /// Notes that a field has no effect.
    func warn(at node: YAMLNode, field: String) {
        warnings.append(
            .unsupported(file: file, place: YAMLPlace(line: node.line, column: node.column, field: field))
        )
    }

    private func decodePatterns(_ fields: YAMLFields, _ key: String, _ reason: String) -> [String] {
        let patterns = fields.strings(key) ?? []
        for pattern in patterns where !FilePattern(pattern).isValid {
            fields.reject("\(reason) \(pattern.quoted)", key)
        }
        return patterns.map { base.resolve($0) }
    }
}
