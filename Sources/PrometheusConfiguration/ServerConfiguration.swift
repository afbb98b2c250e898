/// A `prometheus.yml` with everything it includes, decoded and validated whole, defaults and inheritance applied.
package struct ServerConfiguration: Sendable {
    package var global = GlobalSettings()
    package var runtime = RuntimeSettings()
    package var alerting = AlertingSettings()
    /// Patterns of rule files, with absolute or working-directory-relative paths; expand them at each (re)load.
    package var ruleFilePatterns: [String] = []
    /// Patterns of files with further scrape jobs, already included in `scrapeJobs`.
    package var scrapeConfigFilePatterns: [String] = []
    /// Every scrape job: those of the main file first, then those of the included files.
    package var scrapeJobs: [ScrapeSettings] = []
    /// How many of `scrapeJobs` stand in the main file; only they are displayed.
    package var mainFileJobCount = 0
    package var storage = StorageSettings()
    /// How metrics of OpenTelemetry become series.
    package var otlp = OTLPSettings()
    /// Where spans are sent; `nil` if they are not.
    package var tracing: TracingSettings?
    package var remoteWrites: [RemoteWriteSettings] = []
    package var remoteReads: [RemoteReadSettings] = []
    /// What the file has that this version does not act on; to be logged.
    package var warnings: [ConfigurationWarning] = []
    /// The configuration as `/api/v1/status/config` shows it: with defaults, without secrets.
    package var displayedText = ""

    package init() {}
}
