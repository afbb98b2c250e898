package import Logging
internal import PrometheusClient

/// Runs the providers of all target sets of one kind (scrape jobs, or groups of Alertmanagers) and reports the targets.
///
/// Providers with equal settings run once. A new set of settings changes only what differs: providers that stay keep
/// running and keep their targets. Reports carry all sets and are throttled.
package actor DiscoveryManager {
    /// All target groups of all sets by the set's name (a job's name, or `config-0` for Alertmanagers); sets without
    /// targets are there with no groups.
    package typealias Report = [String: [TargetGroup]]

    /// A provider and what it found.
    private struct Running {
        /// Names the run, so that nothing of an earlier run with the same settings is taken.
        let number: Int
        var groups = ProviderGroups()
        /// Ends the provider's task; `nil` for what needs none.
        var stop: AsyncStream<Void>.Continuation?
    }

    /// A provider that waits for its task.
    private struct Start: Sendable {
        let settings: DiscoverySettings
        let number: Int
        let provider: any TargetProvider
        let stop: AsyncStream<Void>
    }

    /// The reports, for one reader.
    ///
    /// A reader that is late gets the newest only.
    package nonisolated let reports: AsyncStream<Report>
    private let reporting: AsyncStream<Report>.Continuation
    private let starts: AsyncStream<Start>
    private let starting: AsyncStream<Start>.Continuation
    private let changes: AsyncStream<Void>
    private let changing: AsyncStream<Void>.Continuation

    private let name: String
    private let metrics: DiscoveryMetrics
    private let timing: DiscoveryTiming
    private let logger: Logger
    private let services: DiscoveryServices
    /// What could not be made.
    private var failed: Set<DiscoverySettings> = []
    private var sets: [String: [DiscoverySettings]] = [:]
    private var running: [DiscoverySettings: Running] = [:]
    private var runCount = 0
    /// Made when the first provider follows files.
    private lazy var directories = DirectoryEvents()

    /// Creates a manager that discovers nothing yet.
    ///
    /// `name` is `scrape` or `notify`, the label of the metrics.
    package init(
        name: String,
        metrics: DiscoveryMetrics,
        timing: DiscoveryTiming,
        logger: Logger,
        services: DiscoveryServices = .none
    ) {
        self.services = services
        self.name = name
        self.metrics = metrics
        self.timing = timing
        self.logger = logger
        (reports, reporting) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        (starts, starting) = AsyncStream.makeStream()
        (changes, changing) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        metrics.failedConfigurations[name].set(0)
        for counter in [metrics.receivedUpdates, metrics.delayedUpdates, metrics.sentUpdates] {
            counter[name].increment(by: 0)
        }
    }

    /// Changes what is discovered; a report follows even if nothing changed.
    package func apply(_ settings: [String: [DiscoverySettings]]) {
        let wanted = Set(settings.values.joined())
        for (old, provider) in running where !wanted.contains(old) {
            provider.stop?.finish()
            running[old] = nil
        }
        for set in sets.keys where settings[set] == nil { metrics.discoveredTargets.remove(name, set) }
        sets = settings
        failed = []
        for new in wanted where running[new] == nil { start(new) }
        metrics.failedConfigurations[name].set(failed.count)
        changing.yield()
    }

    /// Runs the providers until the task is cancelled.
    package func run() async {
        await withDiscardingTaskGroup { tasks in
            tasks.addTask { await self.reportChanges() }
            for await start in starts {
                tasks.addTask { await self.run(start) }
            }
            tasks.cancelAll()
        }
    }

    private func start(_ settings: DiscoverySettings) {
        switch settings {
        case .fixed(let groups):
            metrics.receivedUpdates[name].increment()
            running[settings] = Running(number: 0, groups: ProviderGroups(groups))
        case .unsupported: running[settings] = Running(number: 0)
        case .file(let file):
            let environment = environment(of: settings, "file")
            let provider = FileDiscovery(
                settings: file,
                metrics: metrics.file,
                timing: timing,
                logger: environment.logger,
                directories: directories
            )
            start(settings, provider)
        case .mechanism(let other):
            let environment = environment(of: settings, other.name)
            do {
                start(settings, try other.mechanism.makeProvider(environment))
            } catch {
                failed.insert(settings)
                logger.error(
                    "Cannot create service discovery",
                    metadata: ["err": "\(error)", "type": "\(other.name)", "config": "\(environment.configuration)"]
                )
            }
        }
    }

    private func start(_ settings: DiscoverySettings, _ provider: any TargetProvider) {
        let (stop, stopping) = AsyncStream.makeStream(of: Void.self)
        runCount += 1
        running[settings] = Running(number: runCount, stop: stopping)
        starting.yield(Start(settings: settings, number: runCount, provider: provider, stop: stop))
    }

    private func environment(of settings: DiscoverySettings, _ mechanism: String) -> DiscoveryEnvironment {
        let user = sets.filter { $0.value.contains(settings) }.keys.min() ?? ""
        var logger = logger
        logger[metadataKey: "discovery"] = "\(mechanism)"
        logger[metadataKey: "config"] = "\(user)"
        return DiscoveryEnvironment(
            logger: logger,
            timing: timing,
            metrics: metrics,
            makeClient: services.makeClient,
            variables: services.variables,
            rsa: services.rsa,
            clock: services.clock,
            userAgent: services.userAgent,
            configuration: user
        )
    }

    /// Runs one provider until it is stopped.
    private nonisolated func run(_ start: Start) async {
        await withDiscardingTaskGroup { tasks in
            tasks.addTask {
                await start.provider.run { groups in await self.take(groups, from: start.settings, start.number) }
            }
            for await _ in start.stop {}
            tasks.cancelAll()
        }
    }

    private func take(_ groups: [TargetGroup], from settings: DiscoverySettings, _ number: Int) {
        // What a provider reports after it was stopped is not wanted any more.
        guard let index = running.index(forKey: settings), running.values[index].number == number else { return }
        metrics.receivedUpdates[name].increment()
        running.values[index].groups.take(groups)
        changing.yield()
    }

    /// Reports after changes, the later the more often they come.
    private func reportChanges() async {
        var delay = timing.shortestDelay
        var last = ContinuousClock.now
        for await _ in changes {
            let now = ContinuousClock.now
            delay = now - last > timing.longestDelay ? timing.shortestDelay : delay
            do {
                try await timing.pause(delay * timing.jitter())
            } catch {
                return
            }
            report()
            last = .now
            delay = min(delay * 1.5, timing.longestDelay)
        }
    }

    private func report() {
        let report = sets.mapValues { $0.flatMap { running[$0]?.groups.present ?? [] } }
        for (set, groups) in report {
            metrics.discoveredTargets[name, set].set(groups.reduce(0) { $0 + $1.targets.count })
        }
        if case .dropped = reporting.yield(report) { metrics.delayedUpdates[name].increment() }
        metrics.sentUpdates[name].increment()
    }
}
