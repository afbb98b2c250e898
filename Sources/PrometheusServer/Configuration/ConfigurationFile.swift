import PrometheusConfiguration

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The configuration's file: read and validated as a whole.
struct ConfigurationFile: Sendable {
    let path: String
    /// Whether each scrape reports three more series, as a feature flag asks.
    let hasExtraMetrics: Bool
    /// Whether the format that tells when counters started is asked for first, where the file does not say which.
    var prefersStartTimes = false
    /// Whether it is an agent's, which has no place for some sections.
    let isAgent: Bool

    /// The path from the root of the file system.
    var absolutePath: String {
        guard !path.hasPrefix("/") else { return path }
        return ConfigurationFile.workingDirectory + "/" + path
    }

    /// Decodes the file and everything that it includes.
    func load() throws(ConfigurationError) -> ServerConfiguration {
        var configuration = try ServerConfiguration(file: path, environment: SystemInformation.environment)
        if isAgent { try Self.checkForAgent(configuration) }
        if hasExtraMetrics {
            for index in configuration.scrapeJobs.indices { configuration.scrapeJobs[index].hasExtraMetrics = true }
        }
        if prefersStartTimes, configuration.global.scrapeProtocols == nil {
            for index in configuration.scrapeJobs.indices
            where configuration.scrapeJobs[index].request.protocols == ScrapeProtocol.defaults {
                configuration.scrapeJobs[index].request.protocols = ScrapeProtocol.nativeHistogramDefaults
            }
        }
        return configuration
    }

    private static func checkForAgent(_ configuration: ServerConfiguration) throws(ConfigurationError) {
        if configuration.alerting != AlertingSettings() { throw .notForAgents(field: "alerting") }
        if !configuration.ruleFilePatterns.isEmpty { throw .notForAgents(field: "rule_files") }
        if !configuration.remoteReads.isEmpty { throw .notForAgents(field: "remote_read") }
    }

    /// Where relative paths begin.
    static var workingDirectory: String {
        // Safe: the call allocates the text, which is copied and freed.
        guard let path = unsafe getcwd(nil, 0) else { return "/" }
        defer { unsafe free(path) }
        return unsafe String(cString: path)
    }
}
