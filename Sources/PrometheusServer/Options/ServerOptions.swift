import Logging
import PromQL
import PrometheusConfiguration
import PrometheusLogging
import PrometheusModel
import Rules
import Scraping
import TSDB

/// What the command line sets up, checked.
struct ServerOptions: Sendable {
    /// The sizes that a segment of the write-ahead log may have.
    private static let walSegmentBytes = (10 << 20)...(256 << 20)

    let configurationFile: String
    private(set) var dataDirectory: String
    private(set) var database: DatabaseOptions
    /// Why the storage cannot be opened with these flags; it is reported when it would be.
    let databaseProblem: String?
    /// Whether this is an agent, which only scrapes and forwards.
    let isAgent: Bool
    private(set) var agent: AgentSettings
    private(set) var retention: RetentionOptions
    let engine: QueryEngineOptions
    let scraping: ScrapeOptions
    let web: WebOptions
    let features: FeatureFlags
    private(set) var flags: FlagValues
    let logLevel: Logger.Level
    let logFormat: LogFormat

    /// Makes the checks that need more than one flag, in upstream's order.
    init(_ values: FlagValues) throws(CommandLineError) {
        var flags = values
        features = try FeatureFlags(flags.list("enable-feature"))
        let searchLimit = flags.integer("web.search.max-limit")
        if searchLimit < 0 {
            throw .refused(
                exitCode: 1,
                "--web.search.max-limit must be non-negative; got \(searchLimit) (use 0 to disable the cap)"
            )
        }
        try Self.checkMode(flags)
        isAgent = flags.boolean("agent")
        agent = try AgentSettings(flags)
        let ratio = Double(flags.text("auto-gomemlimit.ratio")) ?? 0
        guard ratio > 0, ratio <= 1 else {
            throw .refused(exitCode: 1, "--auto-gomemlimit.ratio must be greater than 0 and less than or equal to 1.")
        }
        web = try WebOptions(flags)
        retention = RetentionOptions(flags, StorageSettings())
        configurationFile = flags.text("config.file")
        dataDirectory = flags.text(isAgent ? "storage.agent.path" : "storage.tsdb.path")
        (database, databaseProblem) = Self.database(flags, features)
        engine = Self.engine(flags, features)
        scraping = Self.scraping(flags, features)
        logLevel = Self.logLevel(flags.text("log.level"))
        logFormat = LogFormat(rawValue: flags.text("log.format")) ?? .logfmt
        flags.setEffective("web.route-prefix", web.routePrefix)
        self.flags = flags
        adopt(StorageSettings())
    }

    /// Takes what the configuration says of the storage at the start; flags that are given win.
    mutating func adopt(_ storage: StorageSettings) {
        agent.storage.outOfOrderWindowMilliseconds = storage.outOfOrderWindowMilliseconds
        guard !isAgent else { return }
        retention = RetentionOptions(flags, storage)
        if let path = storage.startup.path, !flags.isGiven("storage.tsdb.path") { dataDirectory = path }
        database.chunkRangeMilliseconds = retention.minimumBlockMilliseconds
        database.longestBlockMilliseconds = retention.maximumBlockMilliseconds
        database.settings = databaseSettings(storage)
        flags.setEffective("storage.tsdb.path", dataDirectory)
        flags.setEffective(
            "storage.tsdb.retention.time",
            DurationText.string(milliseconds: retention.limits.timeMilliseconds)
        )
        flags.setEffective("storage.tsdb.retention.size", ByteSizeText.string(bytes: retention.limits.sizeBytes))
        flags.setEffective(
            "storage.tsdb.min-block-duration",
            DurationText.string(milliseconds: retention.minimumBlockMilliseconds)
        )
        flags.setEffective(
            "storage.tsdb.max-block-duration",
            DurationText.string(milliseconds: retention.maximumBlockMilliseconds)
        )
    }

    /// What a configuration says of an open database.
    func databaseSettings(_ storage: StorageSettings) -> DatabaseSettings {
        var settings = DatabaseSettings()
        settings.retention = retention.limits.effective(storage)
        settings.outOfOrderWindowMilliseconds = storage.outOfOrderWindowMilliseconds
        settings.staleSeriesThreshold = storage.staleSeriesCompactionThreshold
        settings.usesXOR2 = usesXOR2(storage)
        settings.usesDecimalChunks = storage.floatChunkEncoding == "decimal"
        return settings
    }

    /// Whether chunks of floats are encoded as XOR2: the configuration decides, or a feature where it says nothing.
    private func usesXOR2(_ storage: StorageSettings) -> Bool {
        storage.floatChunkEncoding == "xor2"
            || storage.floatChunkEncoding.isEmpty && features.isEnabled("xor2-encoding")
    }

    /// Why a configuration cannot be used with the features that are enabled; `nil` if it can.
    func storageProblem(_ storage: StorageSettings) -> String? {
        guard features.isEnabled("st-storage"), !isAgent, !usesXOR2(storage) else { return nil }
        let encoding = storage.floatChunkEncoding.isEmpty ? "xor" : storage.floatChunkEncoding
        return "the feature st-storage needs storage.tsdb.chunk_encoding.floats to be xor2, it is \(encoding)"
    }

    /// How often the configuration's files are looked at; `nil` if they are not.
    var configurationWatchInterval: Duration? {
        guard flags.boolean("config.auto-reload") || features.isEnabled("auto-reload-config") else { return nil }
        let milliseconds = flags.milliseconds("config.auto-reload-interval") ?? 30_000
        return .milliseconds(max(1000, milliseconds))
    }

    /// What the rules need of a configuration and of the flags.
    func ruleSettings(_ configuration: ServerConfiguration) -> RuleSettings {
        var settings = RuleSettings(configuration)
        settings.parser = engine.parser
        return settings
    }

    /// Refuses flags of the other mode, and flags that would be dangerous to ignore.
    private static func checkMode(_ flags: FlagValues) throws(CommandLineError) {
        let isAgent = flags.boolean("agent")
        let misplaced = flags.given.filter { FlagTable.byName[$0]?.mode == (isAgent ? .server : .agent) }
        if !misplaced.isEmpty {
            let names = misplaced.map { "\"--\($0)\"" }.joined(separator: " ")
            throw .refused(
                exitCode: 3,
                "The following flag(s) can \(isAgent ? "not" : "only") be used in agent mode: [\(names)]"
            )
        }
        for name in flags.given where FlagTable.byName[name]?.support == .refused {
            let value = flags.text(name)
            guard value != "false", !value.isEmpty else { continue }
            throw .refused(exitCode: 1, "--\(name) is not supported yet by this version.")
        }
    }

    private static func database(
        _ flags: FlagValues,
        _ features: FeatureFlags
    ) -> (options: DatabaseOptions, problem: String?) {
        var options = DatabaseOptions()
        var problem: String?
        options.isWALCompressed = flags.boolean("storage.tsdb.wal-compression")
        options.walCompression = flags.text("storage.tsdb.wal-compression-type") == "zstd" ? .zstandard : .snappy
        options.features.logsMetadata = features.isEnabled("metadata-wal-records")
        options.features.storesStartTimestamps = features.isEnabled("st-storage")
        options.features.storesHistogramStarts = features.isEnabled("histograms-st-encoding")
        // As many as without a configuration, so that the log finds room for its exemplars.
        options.exemplarCapacity = features.isEnabled("exemplar-storage") ? ExemplarSettings.defaultCapacity : 0
        options.usesLockFile = !flags.boolean("storage.tsdb.no-lockfile")
        if let bytes = flags.bytes("storage.tsdb.wal-segment-size"), bytes != 0 {
            if walSegmentBytes.contains(Int(bytes)) {
                options.walSegmentBytes = Int(bytes)
            } else {
                problem = "flag 'storage.tsdb.wal-segment-size' must be set between 10MB and 256MB"
            }
        }
        if let bytes = flags.bytes("storage.tsdb.max-block-chunk-segment-size"), bytes != 0 {
            options.chunkSegmentBytes = Int(bytes)
            if bytes < 1 << 20 { problem = "flag 'storage.tsdb.max-block-chunk-segment-size' must be set over 1MB" }
        }
        options.chunkQueueSize = flags.integer("storage.tsdb.head-chunks-write-queue-size")
        options.usesMemorySnapshot = features.isEnabled("memory-snapshot-on-shutdown")
        options.samplesPerChunk = flags.integer("storage.tsdb.samples-per-chunk")
        options.outOfOrderCapacity = flags.integer("storage.tsdb.out-of-order-cap-max")
        if !(1...255).contains(options.outOfOrderCapacity) {
            problem = "flag 'storage.tsdb.out-of-order-cap-max' must be between 1 and 255"
        }
        options.mergesOverlappingBlocks = flags.boolean("storage.tsdb.allow-overlapping-compaction")
        options.uploadedBlocksFile = flags.text("storage.tsdb.delay-compact-file.path")
        let interval = flags.milliseconds("storage.tsdb.block-reload-interval") ?? 60_000
        options.reloadIntervalMilliseconds = max(interval, 1000)
        if features.isEnabled("delayed-compaction") {
            let percent = flags.integer("storage.tsdb.delayed-compaction.max-percent")
            options.delayedCompactionPercent = (1...100).contains(percent) ? percent : 10
        }
        return (options, problem)
    }

    private static func engine(_ flags: FlagValues, _ features: FeatureFlags) -> QueryEngineOptions {
        var options = QueryEngineOptions()
        options.lookbackMilliseconds = flags.milliseconds("query.lookback-delta") ?? options.lookbackMilliseconds
        options.timeoutMilliseconds = flags.milliseconds("query.timeout") ?? options.timeoutMilliseconds
        options.maximumSamples = flags.integer("query.max-samples")
        options.maximumConcurrency = flags.integer("query.max-concurrency")
        options.delaysNameRemoval = features.isEnabled("promql-delayed-name-removal")
        options.usesStartTimestamps = features.isEnabled("use-start-timestamps")
        options.allowsStepStatistics = features.isEnabled("promql-per-step-stats")
        options.hasTypeLabels = features.isEnabled("type-and-unit-labels")
        options.parser.experimentalFunctions = features.isEnabled("promql-experimental-functions")
        options.parser.extendedRangeSelectors = features.isEnabled("promql-extended-range-selectors")
        options.parser.fillModifiers = features.isEnabled("promql-binop-fill-modifiers")
        return options
    }

    private static func scraping(_ flags: FlagValues, _ features: FeatureFlags) -> ScrapeOptions {
        var options = ScrapeOptions()
        options.version = ServerVersion.version
        options.hostName = SystemInformation.hostName
        options.storesStartZeros = features.isEnabled("created-timestamp-zero-ingestion")
        options.passesMetadata = features.isEnabled("metadata-wal-records")
        options.adjustsTimestamps = flags.boolean("scrape.adjust-timestamps")
        options.timestampToleranceNanoseconds = flags.nanoseconds("scrape.timestamp-tolerance") ?? 0
        options.discoveryReloadIntervalMilliseconds = flags.milliseconds("scrape.discovery-reload-interval") ?? 5000
        return options
    }

    private static func logLevel(_ text: String) -> Logger.Level {
        switch text {
        case "debug": .debug
        case "warn": .warning
        case "error": .error
        default: .info
        }
    }
}
