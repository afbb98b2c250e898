package import Notifications
package import OpenTelemetry
package import PrometheusConfiguration
package import PrometheusExposition
package import PrometheusModel
package import PromQL
package import RemoteStorage
package import Rules
package import Scraping
package import Storage
package import TSDB

/// What the API asks of the rest of the server.
package struct APIServices: Sendable {
    package var engine: QueryEngine
    package var storage: any Queryable
    /// The open database, `nil` while it is not open.
    package var database: @Sendable () -> Database?
    package var clock: WallClock
    package var scrapePools: @Sendable () -> [ScrapePoolStatus]
    package var targetMetadata: @Sendable () -> [TargetMetadata]
    package var ruleGroups: @Sendable () -> [RuleGroupStatus]
    package var alertmanagers: @Sendable () -> AlertmanagerStatus
    /// Takes remote write requests; `nil` if that is not enabled.
    package var receiver: RemoteWriteReceiver?
    /// Whether clients may change what is stored: `--web.enable-admin-api`.
    package var isAdminEnabled: Bool
    /// The loaded configuration as YAML.
    package var configurationText: @Sendable () -> String
    package var status: StatusFacts

    /// What this server was built and started with, for `features`: category, then name and whether it is on.
    package var features: [(category: String, names: [(name: String, isOn: Bool)])] = []
    /// The scrape jobs of the configuration that holds.
    package var scrapeJobs: @Sendable () -> [ScrapeSettings] = { [] }
    /// The labels that series get that leave this server and do not have them.
    package var externalLabels: @Sendable () -> [Label] = { [] }
    /// How long a sample stands for its series.
    package var lookbackMilliseconds: Int64 = 300_000
    /// The storage without what other servers hold; `nil` if `storage` is that.
    package var localStorage: (any Queryable)?
    /// Takes metrics over OTLP; `nil` if that is not enabled.
    package var otlpReceiver: OTLPReceiver?
    /// Answers remote reads; `nil` if that is not offered.
    package var readServer: RemoteReadServer?
    package var federationMetrics: FederationMetrics?
    /// How many clients may follow notifications at one time: `--web.max-notifications-subscribers`.
    package var maximumSubscribers = 16
    package var notificationMetrics: NotificationStreamMetrics?
    package var search = SearchSettings(isEnabled: false, maximumLimit: 0)
    /// What the server measures of itself.
    package var selfMetrics: @Sendable () -> [MetricFamily] = { [] }
    /// The URL under which users reach the server, for the description of the API.
    package var externalURL = ""

    /// Runs a rule file over the stored history between two times; `nil` where that is not offered.
    package var backtest: Backtesting?

    /// Takes the text of a rule file and the times of the first and the last evaluation.
    package typealias Backtesting =
        @Sendable (String, ClosedRange<Int64>) async throws(RuleFileError) -> BacktestReport

    package init(
        engine: QueryEngine,
        storage: any Queryable,
        database: @escaping @Sendable () -> Database?,
        clock: WallClock,
        scrapePools: @escaping @Sendable () -> [ScrapePoolStatus],
        targetMetadata: @escaping @Sendable () -> [TargetMetadata],
        ruleGroups: @escaping @Sendable () -> [RuleGroupStatus],
        alertmanagers: @escaping @Sendable () -> AlertmanagerStatus,
        receiver: RemoteWriteReceiver?,
        isAdminEnabled: Bool,
        configurationText: @escaping @Sendable () -> String,
        status: StatusFacts
    ) {
        self.engine = engine
        self.storage = storage
        self.database = database
        self.clock = clock
        self.scrapePools = scrapePools
        self.targetMetadata = targetMetadata
        self.ruleGroups = ruleGroups
        self.alertmanagers = alertmanagers
        self.receiver = receiver
        self.isAdminEnabled = isAdminEnabled
        self.configurationText = configurationText
        self.status = status
    }
}

extension APIServices {
    /// Parses a query; what is wrong with it is wrong with the parameter `query`.
    func parse(_ text: String) throws(APIError) -> Expression {
        do throws(PromQLError) {
            return try engine.parse(text)
        } catch {
            throw APIError(error)
        }
    }
}
