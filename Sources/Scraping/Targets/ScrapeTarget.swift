internal import PrometheusConfiguration
internal import PrometheusModel
internal import Storage
internal import Synchronization

/// A target that is scraped: what it is, how its last scrape went, and what its scrapes remember.
///
/// Its locks are held for a copy only, and never two at once.
final class ScrapeTarget: Sendable {
    /// How the last scrape went.
    struct Display {
        var discovered = Labels()
        var health = TargetHealth.unknown
        var lastError = ""
        var lastScrapeNanoseconds: Int64?
        var lastScrapeDurationSeconds = 0.0
    }

    /// Names the target in schedules.
    let id: UInt64
    let identity: TargetIdentity
    /// The labels of its series: those that do not start with `__`.
    let labels: Labels
    let intervalMilliseconds: Int64
    let timeoutMilliseconds: Int64
    /// Which forms of histograms are taken.
    let histograms: HistogramSettings
    /// The interval as the server's own metrics name it.
    let intervalText: String
    let display = Mutex(Display())
    /// What the target told about its metric families.
    let metadata = Mutex<[MetricMetadata]>([])
    /// `nil` while a scrape has it.
    private let run: Mutex<TargetRun?>

    init(
        id: UInt64,
        _ identity: TargetIdentity,
        intervalMilliseconds: Int64,
        timeoutMilliseconds: Int64,
        histograms: HistogramSettings,
        _ texts: TextPool
    ) {
        self.id = id
        run = Mutex(TargetRun(texts))
        self.identity = identity
        labels = Labels(identity.labels.array.filter { !$0.name.utf8.starts(with: "__".utf8) })
        self.intervalMilliseconds = intervalMilliseconds
        intervalText = IntervalText.string(milliseconds: intervalMilliseconds)
        self.timeoutMilliseconds = timeoutMilliseconds
        self.histograms = histograms
    }

    /// Takes what scrapes remember for one scrape; `nil` while another one has it.
    func checkOut() -> TargetRun? {
        run.withLock { run in
            defer { run = nil }
            return run
        }
    }

    /// Gives back what was taken.
    func checkIn(_ used: TargetRun) { run.withLock { $0 = used } }

    var intervalNanoseconds: Int64 { intervalMilliseconds * 1_000_000 }

    func status(pool: String) -> TargetStatus {
        let display = display.withLock { $0 }
        return TargetStatus(
            discoveredLabels: display.discovered,
            labels: labels,
            scrapePool: pool,
            scrapeURL: identity.url,
            health: display.health,
            lastError: display.lastError,
            lastScrapeNanoseconds: display.lastScrapeNanoseconds,
            lastScrapeDurationSeconds: display.lastScrapeDurationSeconds,
            intervalMilliseconds: intervalMilliseconds,
            timeoutMilliseconds: timeoutMilliseconds,
            scrapeInterval: identity.labels["__scrape_interval__"] ?? "",
            scrapeTimeout: identity.labels["__scrape_timeout__"] ?? ""
        )
    }
}
