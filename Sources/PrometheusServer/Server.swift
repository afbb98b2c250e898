import HTTPServing
import Logging
import PrometheusClient
import PrometheusConfiguration
import PrometheusLogging
import PrometheusModel
import Rules
import ServiceLifecycle
import TSDB

/// The server from its first log line to its last.
struct Server {
    private var options: ServerOptions
    private let logger: Logger

    init(_ options: ServerOptions) {
        self.options = options
        logger = LogOutput(options.logFormat, level: options.logLevel).makeLogger()
    }

    /// Serves until a signal or a request ends it, or a part fails.
    /// - Returns: The exit code.
    mutating func run() async -> Int32 {
        logFeatures()
        let file = ConfigurationFile(
            path: options.configurationFile,
            hasExtraMetrics: options.features.isEnabled("extra-scrape-metrics"),
            prefersStartTimes: ["created-timestamp-zero-ingestion", "st-storage"]
                .contains(where: options.features.isEnabled),
            isAgent: options.isAgent
        )
        guard let configuration = startConfiguration(file) else { return 2 }
        options.adopt(configuration.storage)
        guard options.isAgent || isCapacityKnown(configuration.storage) else { return 2 }
        if let problem = options.storageProblem(configuration.storage) {
            logger.error("Error loading config", metadata: ["err": "\(problem)"])
            return 2
        }
        logStart()
        do {
            if options.isAgent {
                try await AgentParts(options, file, logger).serve()
            } else {
                try await ServerParts(options, file, logger).serve()
            }
        } catch {
            let isWeb = error is WebServerError || error is ListenAddressError
            let isFile = error is WebConfigurationError
            let text =
                isFile
                ? "Unable to validate web configuration file"
                : isWeb ? "Unable to start web listener" : "Fatal error"
            logger.error("\(text)", metadata: ["err": "\(error)"])
            return 1
        }
        logger.info("See you next time!")
        return 0
    }

    /// The configuration, if it and its rule files are valid; otherwise the log says what is not.
    private func startConfiguration(_ file: ConfigurationFile) -> ServerConfiguration? {
        do {
            let configuration = try file.load()
            for warning in configuration.warnings { logger.warning("\(warning)") }
            _ = try RuleFiles.load(options.ruleSettings(configuration))
            return configuration
        } catch {
            logger.error(
                "\(Self.message(for: error, file.path))",
                metadata: ["file": "\(file.absolutePath)", "err": "\(error)"]
            )
            return nil
        }
    }

    /// Whether the size of the file system is known if a share of it is to be used; the log says if it is not.
    private func isCapacityKnown(_ storage: StorageSettings) -> Bool {
        let retention = options.retention.limits.effective(storage)
        guard retention.percentage > 0 else { return true }
        if retention.sizeBytes > 0 {
            logger.warning(
                "storage.tsdb.retention.size is ignored, because storage.tsdb.retention.percentage is specified"
            )
        }
        if Database.capacityBytes(of: options.dataDirectory) != nil { return true }
        logger.error(
            """
            unable to detect total capacity of metric storage at \(options.dataDirectory), please disable retention \
            percentage (\(FloatText.generalString(retention.percentage))%)
            """
        )
        return false
    }

    /// What the log says of a configuration that the server cannot start with.
    private static func message(for error: any Error, _ path: String) -> String {
        switch error {
        case is RuleFileError: "Error loading rule file patterns from config (--config.file=\(path.quoted))"
        case ConfigurationError.unreadableIncluded, ConfigurationError.invalidIncluded, ConfigurationError.duplicateJob:
            "Error loading dynamic scrape config files from config (--config.file=\(path.quoted))"
        default: "Error loading config (--config.file=\(path))"
        }
    }

    private func logFeatures() {
        for remark in options.features.remarks {
            switch remark {
            case .enabled(let name): logger.info("Feature enabled", metadata: ["feature": "\(name)"])
            case .withoutEffect(let name):
                logger.warning("Feature has no effect in this version", metadata: ["feature": "\(name)"])
            case .unknown(let name):
                logger.warning("Unknown option for --enable-feature", metadata: ["option": "\(name)"])
            }
        }
        if let interval = options.configurationWatchInterval {
            logger.info(
                "Enabled automatic configuration file reloading. Checking for configuration changes every",
                metadata: ["interval": "\(interval.goText)"]
            )
        }
        for name in options.flags.given where FlagTable.byName[name]?.support == .accepted {
            logger.warning("Flag has no effect in this version", metadata: ["flag": "--\(name)"])
        }
    }

    private func logStart() {
        if !options.isAgent, options.retention.isDefault {
            let duration = DurationText.string(milliseconds: RetentionOptions.defaultMilliseconds)
            logger.info(
                "No time or size retention was set so using the default time retention",
                metadata: ["duration": "\(duration)"]
            )
        }
        logger.info(
            "Starting Prometheus \(options.isAgent ? "Agent" : "Server")",
            metadata: ["mode": "\(options.isAgent ? "agent" : "server")", "version": "\(ServerVersion.logText)"]
        )
        logger.info(
            "operational information",
            metadata: [
                "build_context":
                    "(swift=\(ServerVersion.compiler), platform=linux/\(ServerVersion.architecture), user=\(ServerVersion.buildUser), date=\(ServerVersion.buildDate), tags=unknown)",
                "host_details": "\(SystemInformation.host)", "fd_limits": "\(SystemInformation.fileLimits)",
                "vm_limits": "\(SystemInformation.memoryLimits)",
            ]
        )
    }
}
