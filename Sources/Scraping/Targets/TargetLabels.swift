internal import Discovery
internal import LabelMatching
internal import PrometheusConfiguration
internal import PrometheusModel

/// The labels of a target before and after relabelling, checked.
struct TargetLabels {
    /// Before relabelling.
    let discovered: Labels
    /// After relabelling, with the `__` labels that drive the scrape; `nil` if the target is dropped.
    let relabelled: Labels?
    let intervalMilliseconds: Int64
    let timeoutMilliseconds: Int64
    /// Which forms of histograms are taken from this target.
    let histograms: HistogramSettings

    /// Puts the labels of one target of a group together and relabels them.
    init(_ target: Labels, of group: TargetGroup, _ settings: ScrapeSettings) throws(TargetError) {
        var builder = Self.discovered(target, of: group, settings)
        discovered = builder.labels()
        guard settings.relabelRules.apply(to: &builder), !builder.current.isEmpty else {
            (relabelled, intervalMilliseconds, timeoutMilliseconds, histograms) = (nil, 0, 0, HistogramSettings())
            return
        }
        let address = builder["__address__"]
        guard !address.isEmpty else { throw .noAddress }
        guard !address.utf8.contains(UInt8(ascii: "/")) else { throw .invalidAddress(address) }
        let (interval, timeout) = (builder["__scrape_interval__"], builder["__scrape_timeout__"])
        intervalMilliseconds = try Self.duration(interval, "scrape interval")
        timeoutMilliseconds = try Self.duration(timeout, "scrape timeout")
        guard timeoutMilliseconds <= intervalMilliseconds else {
            throw .timeoutExceedsInterval(timeout: timeout, interval: interval)
        }
        histograms = try Self.histograms(builder)
        builder.removeAll { $0.name.utf8.starts(with: "__meta_".utf8) }
        if builder["instance"].isEmpty { builder.set("instance", address) }
        relabelled = builder.labels()
    }

    /// The labels of one target of a group before relabelling.
    static func discovered(_ target: Labels, of group: TargetGroup, _ settings: ScrapeSettings) -> LabelsBuilder {
        var builder = LabelsBuilder(group.labels)
        for label in target.array { builder.set(label.name, label.value) }
        for label in Self.defaults(settings) where builder[label.name].isEmpty {
            builder.set(label.name, label.value)
        }
        return builder
    }

    /// The labels that stand for the job's settings where discovery did not set them.
    private static func defaults(_ settings: ScrapeSettings) -> [Label] {
        var result = [
            Label("job", settings.jobName),
            Label("__scrape_interval__", DurationText.string(milliseconds: settings.intervalMilliseconds)),
            Label("__scrape_timeout__", DurationText.string(milliseconds: settings.timeoutMilliseconds)),
            Label("__metrics_path__", settings.request.metricsPath),
            Label("__scheme__", settings.request.scheme),
            Label("__convert_classic_histograms_to_nhcb__", "\(settings.histograms.convertsClassic)"),
            Label("__always_scrape_classic_histograms__", "\(settings.histograms.alwaysScrapesClassic)"),
            Label("__scrape_native_histograms__", "\(settings.histograms.scrapesNative)"),
        ]
        for parameter in settings.request.parameters {
            if let value = parameter.values.first { result.append(Label("__param_" + parameter.name, value)) }
        }
        return result
    }

    /// The settings that relabelling may have changed.
    private static func histograms(_ builder: LabelsBuilder) throws(TargetError) -> HistogramSettings {
        var settings = HistogramSettings()
        settings.convertsClassic = try flag(
            builder["__convert_classic_histograms_to_nhcb__"],
            "convert classic histograms to nhcb"
        )
        settings.alwaysScrapesClassic = try flag(
            builder["__always_scrape_classic_histograms__"],
            "always scrape classic histograms"
        )
        settings.scrapesNative = try flag(builder["__scrape_native_histograms__"], "scrape native histograms")
        return settings
    }

    /// Reads a flag as Go's `strconv.ParseBool` does.
    private static func flag(_ text: String, _ what: String) throws(TargetError) -> Bool {
        switch text {
        case "1", "t", "T", "true", "TRUE", "True": return true
        case "0", "f", "F", "false", "FALSE", "False": return false
        default: throw .unparsable(what: what, reason: "strconv.ParseBool: parsing \(text.quoted): invalid syntax")
        }
    }

    private static func duration(_ text: String, _ what: String) throws(TargetError) -> Int64 {
        let milliseconds: Int64
        do {
            milliseconds = try DurationText.parse(text)
        } catch {
            throw .unparsable(what: what, reason: error.description)
        }
        guard milliseconds != 0 else { throw .zero(what: what) }
        return milliseconds
    }
}
