internal import PrometheusClient

/// What scraping tells about itself, with upstream's names.
struct ScrapeMetrics: Sendable {
    let pools: Counter
    let poolsFailed: Counter
    let poolReloads: Counter
    let poolReloadsFailed: Counter
    let exceededTargetLimit: Counter
    let exceededLabelLimits: Counter
    let exceededBodySizeLimit: Counter
    let exceededSampleLimit: Counter
    let histograms: HistogramScrapeMetrics
    let duplicateTimestamps: Counter
    let outOfOrder: Counter
    let outOfBounds: Counter
    let targetLimit: GaugeFamily
    let targets: GaugeFamily
    let symbols: GaugeFamily
    let syncs: CounterFamily
    let syncsFailed: CounterFamily
    let syncSeconds: SummaryFamily
    let reloadSeconds: SummaryFamily
    let intervalSeconds: SummaryFamily

    init(_ registry: Registry) throws(RegistrationError) {
        func counter(_ name: String, _ help: String) throws(RegistrationError) -> Counter {
            try registry.counter("prometheus_target_" + name, help: help)
        }
        func gauges(_ name: String, _ help: String) throws(RegistrationError) -> GaugeFamily {
            try registry.gauges("prometheus_target_" + name, help: help, labels: ["scrape_job"])
        }
        func counters(_ name: String, _ help: String) throws(RegistrationError) -> CounterFamily {
            try registry.counters("prometheus_target_" + name, help: help, labels: ["scrape_job"])
        }
        func summaries(_ name: String, _ help: String, _ label: String) throws(RegistrationError) -> SummaryFamily {
            try registry.summaries("prometheus_target_" + name, help: help, labels: [label], objectives: .extended)
        }
        pools = try counter("scrape_pools_total", "Total number of scrape pool creation attempts.")
        poolsFailed = try counter("scrape_pools_failed_total", "Total number of scrape pool creations that failed.")
        poolReloads = try counter("scrape_pool_reloads_total", "Total number of scrape pool reloads.")
        poolReloadsFailed = try counter(
            "scrape_pool_reloads_failed_total",
            "Total number of failed scrape pool reloads."
        )
        exceededTargetLimit = try counter(
            "scrape_pool_exceeded_target_limit_total",
            "Total number of times scrape pools hit the target limit, during sync or config reload."
        )
        exceededLabelLimits = try counter(
            "scrape_pool_exceeded_label_limits_total",
            "Total number of times scrape pools hit the label limits, during sync or config reload."
        )
        exceededBodySizeLimit = try counter(
            "scrapes_exceeded_body_size_limit_total",
            "Total number of scrapes that hit the body size limit"
        )
        histograms = try HistogramScrapeMetrics(registry)
        exceededSampleLimit = try counter(
            "scrapes_exceeded_sample_limit_total",
            "Total number of scrapes that hit the sample limit and were rejected."
        )
        duplicateTimestamps = try counter(
            "scrapes_sample_duplicate_timestamp_total",
            "Total number of samples rejected due to duplicate timestamps but different values."
        )
        outOfOrder = try counter(
            "scrapes_sample_out_of_order_total",
            "Total number of samples rejected due to not being out of the expected order."
        )
        outOfBounds = try counter(
            "scrapes_sample_out_of_bounds_total",
            "Total number of samples rejected due to timestamp falling outside of the time bounds."
        )
        targetLimit = try gauges(
            "scrape_pool_target_limit",
            "Maximum number of targets allowed in this scrape pool."
        )
        targets = try gauges("scrape_pool_targets", "Current number of targets in this scrape pool.")
        symbols = try gauges(
            "scrape_pool_symboltable_items",
            "Current number of symbols in table for this scrape pool."
        )
        syncs = try counters(
            "scrape_pool_sync_total",
            "Total number of syncs that were executed on a scrape pool."
        )
        syncsFailed = try counters("sync_failed_total", "Total number of target sync failures.")
        syncSeconds = try summaries("sync_length_seconds", "Actual interval to sync the scrape pool.", "scrape_job")
        let reloadHelp = "Actual interval to reload the scrape pool with a given configuration."
        reloadSeconds = try summaries("reload_length_seconds", reloadHelp, "interval")
        intervalSeconds = try summaries("interval_length_seconds", "Actual intervals between scrapes.", "interval")
        try Self.registerUnused(registry)
    }

    /// Counters of what cannot happen here yet, or at all: they stand at zero, because dashboards ask for them.
    private static func registerUnused(_ registry: Registry) throws(RegistrationError) {
        _ = try registry.counter(
            "prometheus_target_scrapes_cache_flush_forced_total",
            help: "How many times a scrape cache was flushed due to getting big while scrapes are failing."
        )
    }

    /// Stops exposing what is told of a job.
    func removePool(_ job: String) {
        targetLimit.remove(job)
        targets.remove(job)
        symbols.remove(job)
        syncs.remove(job)
        syncsFailed.remove(job)
        syncSeconds.remove(job)
    }
}
