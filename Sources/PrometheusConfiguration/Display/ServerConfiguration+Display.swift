internal import LabelMatching
internal import PrometheusModel
internal import StrictYAML

extension ServerConfiguration {
    /// The main file's sections in upstream's order, with defaults, without secrets.
    func displayedFields(_ shown: DisplayedSections) -> [YAMLField] {
        var fields = [YAMLField("global", .mapping(global.displayedFields(shown)))]
        fields.append(YAMLField("runtime", .mapping([YAMLField("gogc", .integer(runtime.gogc))])))
        let alertingFields = alerting.displayedFields
        if !alertingFields.isEmpty { fields.append(YAMLField("alerting", .mapping(alertingFields))) }
        fields += [.texts("rule_files", ruleFilePatterns), .texts("scrape_config_files", scrapeConfigFilePatterns)]
            .compactMap(\.self)
        let jobs = scrapeJobs.prefix(mainFileJobCount).map { YAMLValue.mapping($0.displayedFields) }
        if !jobs.isEmpty { fields.append(YAMLField("scrape_configs", .sequence(jobs))) }
        let storageFields = storage.displayedFields(hasTSDB: shown.hasTSDB)
        if !storageFields.isEmpty { fields.append(YAMLField("storage", .mapping(storageFields))) }
        if let tracing { fields.append(YAMLField("tracing", .mapping(tracing.displayedFields))) }
        let remote = [
            ("remote_write", remoteWrites.map { YAMLValue.mapping($0.displayedFields) }),
            ("remote_read", remoteReads.map { YAMLValue.mapping($0.displayedFields) }),
        ]
        for (key, entries) in remote where !entries.isEmpty { fields.append(YAMLField(key, .sequence(entries))) }
        // Upstream shows the section's default whether the section is there or not.
        fields.append(YAMLField("otlp", .mapping(otlp.displayedFields)))
        return fields
    }
}

extension GlobalSettings {
    fileprivate func displayedFields(_ shown: DisplayedSections) -> [YAMLField] {
        let protocols = scrapeProtocols ?? ScrapeProtocol.defaults
        var fields: [YAMLField?] = [
            .duration("scrape_interval", scrapeIntervalMilliseconds),
            .duration("scrape_timeout", scrapeTimeoutMilliseconds),
            .texts("scrape_protocols", protocols.map(\.rawValue)),
            .duration("evaluation_interval", evaluationIntervalMilliseconds),
        ]
        if ruleQueryOffsetMilliseconds != 0 {
            fields.append(.duration("rule_query_offset", ruleQueryOffsetMilliseconds))
        }
        fields += [.text("query_log_file", queryLogFile), .text("scrape_failure_log_file", scrapeFailureLogFile)]
        if !shown.externalLabels.isEmpty {
            let sorted = shown.externalLabels.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            let all = sorted.map { YAMLField($0.name, .string($0.value)) }
            fields.append(YAMLField("external_labels", .mapping(all)))
        }
        fields += limits.displayedFields
        // Upstream fills these two in only when it takes the whole section from its defaults.
        if shown.hasNameValidation || !shown.hasGlobal {
            fields.append(.text("metric_name_validation_scheme", nameValidation.rawValue))
        }
        if shown.hasNameEscaping || !shown.hasGlobal {
            fields.append(.text("metric_name_escaping_scheme", nameEscaping.rawValue))
        }
        fields += [
            .flag("scrape_native_histograms", histograms.scrapesNative),
            .flag("convert_classic_histograms_to_nhcb", histograms.convertsClassic),
            .flag("always_scrape_classic_histograms", histograms.alwaysScrapesClassic),
            .flag("extra_scrape_metrics", hasExtraScrapeMetrics),
        ]
        return fields.compactMap(\.self)
    }
}

extension ScrapeLimits {
    /// The limits that `global` and jobs share.
    var displayedFields: [YAMLField] {
        [
            .size("body_size_limit", bodySizeBytes), .number("sample_limit", samples),
            .number("target_limit", targets), .number("label_limit", labels),
            .number("label_name_length_limit", labelNameLength),
            .number("label_value_length_limit", labelValueLength),
            .number("keep_dropped_targets", keptDroppedTargets),
        ].compactMap(\.self)
    }
}

extension StorageSettings {
    fileprivate func displayedFields(hasTSDB: Bool) -> [YAMLField] {
        var fields: [YAMLField] = []
        if hasTSDB {
            // Upstream shows the window twice; the first is an internal number that it does not hide.
            var tsdb = [YAMLField("outofordertimewindow", .integer(outOfOrderWindowMilliseconds))]
            if outOfOrderWindowMilliseconds != 0 {
                tsdb.append(.duration("out_of_order_time_window", outOfOrderWindowMilliseconds))
            }
            if staleSeriesCompactionThreshold != 0 {
                tsdb.append(YAMLField("stale_series_compaction_threshold", .float(staleSeriesCompactionThreshold)))
            }
            if !floatChunkEncoding.isEmpty {
                let encoding = YAMLField("floats", .string(floatChunkEncoding))
                tsdb.append(YAMLField("chunk_encoding", .mapping([encoding])))
            }
            if let retention { tsdb.append(YAMLField("retention", .mapping(retention.displayedFields))) }
            tsdb += startup.displayedFields
            fields.append(YAMLField("tsdb", .mapping(tsdb)))
        }
        if let maximumExemplars {
            fields.append(
                YAMLField("exemplars", .mapping([YAMLField("max_exemplars", .integer(maximumExemplars))]))
            )
        }
        return fields
    }
}

extension StartupStorageSettings {
    fileprivate var displayedFields: [YAMLField] {
        [
            path.map { YAMLField("path", .string($0)) },
            retentionMilliseconds.map { .duration("retention.time", $0) },
            retentionBytes.flatMap { .size("retention.size", $0) },
            minimumBlockMilliseconds.map { .duration("min-block-duration", $0) },
            maximumBlockMilliseconds.map { .duration("max-block-duration", $0) },
        ].compactMap(\.self)
    }
}

extension RetentionSettings {
    fileprivate var displayedFields: [YAMLField] {
        var fields: [YAMLField] = []
        if timeMilliseconds != 0 { fields.append(.duration("time", timeMilliseconds)) }
        if let size = YAMLField.size("size", sizeBytes) { fields.append(size) }
        if percentage != 0 { fields.append(YAMLField("percentage", .float(percentage))) }
        return fields
    }
}
