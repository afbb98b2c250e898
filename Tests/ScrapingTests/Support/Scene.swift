import Discovery
import HTTPClients
import Logging
import PrometheusClient
import PrometheusConfiguration
import PrometheusModel
import Storage
import Synchronization
@testable import Scraping

/// A coordinator with one job and one target, a store, a clock and a client of the test's.
struct Scene {
    let store = MemorySampleStore()
    let clock = ManualClock()
    let client = ScriptedClient()
    let registry = Registry()
    let coordinator: ScrapeCoordinator
    var settings = ScrapeSettings()

    init(
        executor: (any TaskExecutor)? = nil,
        options: ScrapeOptions = ScrapeOptions(),
        _ configure: (inout ScrapeSettings) -> Void = { _ in }
    ) throws {
        var options = options
        options.version = "3.14.0"
        let client = client
        coordinator = try ScrapeCoordinator(
            ScrapeEnvironment(
                store: store,
                makeClient: { _ in client },
                clock: clock.clock,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                options: options,
                executor: executor
            ),
            registry
        )
        settings.jobName = "j"
        settings.intervalMilliseconds = 10_000
        settings.timeoutMilliseconds = 5_000
        configure(&settings)
        try coordinator.apply([settings], externalLabels: Labels())
        coordinator.update(["j": [TargetGroup(source: "0", targets: [["__address__": "a:1"]])]])
        coordinator.sync()
    }

    /// Applies changed settings.
    mutating func change(_ configure: (inout ScrapeSettings) -> Void) throws {
        configure(&settings)
        try coordinator.apply([settings], externalLabels: Labels())
        coordinator.sync()
    }

    /// Replaces the targets.
    func discover(_ targets: [Labels]) {
        coordinator.update(["j": [TargetGroup(source: "0", targets: targets)]])
        coordinator.sync()
    }

    var activeIDs: [UInt64] { coordinator.state.withLock { $0.active.keys.sorted() } }

    /// Scrapes all targets once and lets an interval pass.
    /// - Returns: the time of the samples.
    @discardableResult
    func scrape() async -> Int64 {
        let time = (ManualClock.epoch + clock.now) / 1_000_000
        for id in activeIDs { await coordinator.scrape(id) }
        clock.advance(milliseconds: settings.intervalMilliseconds)
        return time
    }

    /// Scrapes with this answer.
    @discardableResult
    func scrape(_ text: String, type: String = "text/plain; version=0.0.4") async -> Int64 {
        client.answer(text, type: type)
        return await scrape()
    }

    /// The only target.
    var target: TargetStatus? { coordinator.pools().first?.active.first }

    /// The samples of a series of the target.
    func samples(_ name: String, _ labels: Labels = Labels()) -> [String] {
        var builder = LabelsBuilder(labels)
        builder.set("__name__", name)
        builder.set("job", "j")
        builder.set("instance", "a:1")
        return store.samples(builder.labels())
    }

    /// The last value of a series of the target.
    func last(_ name: String) -> String? { samples(name).last?.split(separator: "@").first.map { String($0) } }
}
