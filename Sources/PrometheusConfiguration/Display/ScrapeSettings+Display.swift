internal import Discovery
internal import HTTPClients
internal import LabelMatching
internal import PrometheusModel
internal import StrictYAML

extension ScrapeSettings {
    /// The job as YAML, as `/api/v1/scrape_pools/config` shows it.
    package var displayedText: String { YAMLWriter.text(.mapping(displayedFields)) }

    /// The job's fields in upstream's order, with defaults, without secrets.
    var displayedFields: [YAMLField] {
        var fields: [YAMLField?] = [YAMLField("job_name", .string(jobName)), .flag("honor_labels", honorsLabels)]
        fields.append(YAMLField("honor_timestamps", .bool(honorsTimestamps)))
        fields.append(YAMLField("track_timestamps_staleness", .bool(tracksTimestampsStaleness)))
        if !request.parameters.isEmpty {
            let all = request.parameters.map { parameter in
                YAMLField(parameter.name, .sequence(parameter.values.map { .string($0) }))
            }
            fields.append(YAMLField("params", .mapping(all)))
        }
        fields.append(.duration("scrape_interval", intervalMilliseconds))
        fields.append(.duration("scrape_timeout", timeoutMilliseconds))
        fields.append(.texts("scrape_protocols", request.protocols.map(\.rawValue)))
        fields.append(.text("fallback_scrape_protocol", request.fallbackProtocol?.rawValue ?? ""))
        fields.append(.flag("scrape_native_histograms", histograms.scrapesNative))
        fields.append(YAMLField("always_scrape_classic_histograms", .bool(histograms.alwaysScrapesClassic)))
        fields.append(YAMLField("convert_classic_histograms_to_nhcb", .bool(histograms.convertsClassic)))
        fields.append(.text("scrape_failure_log_file", failureLogFile))
        fields.append(.text("metrics_path", request.metricsPath))
        fields.append(.text("scheme", request.scheme))
        fields.append(YAMLField("enable_compression", .bool(request.enablesCompression)))
        return fields.compactMap(\.self) + displayedLimits + http.displayedFields + displayedRules
            + discovery.displayedFields
    }

    private var displayedLimits: [YAMLField] {
        var fields: [YAMLField?] = [
            .size("body_size_limit", limits.bodySizeBytes), .number("sample_limit", limits.samples),
            .number("target_limit", limits.targets), .number("label_limit", limits.labels),
            .number("label_name_length_limit", limits.labelNameLength),
            .number("label_value_length_limit", limits.labelValueLength),
            .number("native_histogram_bucket_limit", limits.nativeHistogramBuckets),
        ]
        if limits.nativeHistogramMinimumBucketFactor != 0 {
            fields.append(
                YAMLField("native_histogram_min_bucket_factor", .float(limits.nativeHistogramMinimumBucketFactor))
            )
        }
        fields.append(.number("keep_dropped_targets", limits.keptDroppedTargets))
        fields.append(.text("metric_name_validation_scheme", nameValidation.rawValue))
        fields.append(.text("metric_name_escaping_scheme", nameEscaping.rawValue))
        fields.append(.flag("extra_scrape_metrics", hasExtraMetrics))
        return fields.compactMap(\.self)
    }

    private var displayedRules: [YAMLField] {
        [
            relabelRules.displayedField("relabel_configs"),
            metricRelabelRules.displayedField("metric_relabel_configs"),
        ].compactMap(\.self)
    }
}
