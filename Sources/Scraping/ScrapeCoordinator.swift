package import Discovery
internal import HTTPClients
internal import Logging
package import PrometheusClient
internal import PrometheusExposition
internal import Synchronization

/// Scrapes all targets of all jobs: keeps a pool for each job and applies configuration and discovery to them.
///
/// One task waits for the next event of a schedule and starts a child task for each scrape, so that a target costs no task
/// between its scrapes. All functions but `run` may be called from anywhere at any time; they copy what they answer.
package final class ScrapeCoordinator: Sendable {
    struct State {
        var pools: [String: ScrapePool] = [:]
        /// The active targets, with their jobs, by id.
        var active: [UInt64: (target: ScrapeTarget, job: String)] = [:]
        /// The targets that are gone and whose series have no markers yet, with the job that they were of.
        var departing: [UInt64: (target: ScrapeTarget, job: ScrapeJob)] = [:]
        var schedule = ScrapeSchedule()
        /// The newest report of discovery; a job that is new finds its targets here.
        var report: [String: [TargetGroup]] = [:]
        var isReportTaken = true
        var lastSync: Int64?
        var lastID: UInt64 = 0
        var lastCacheGeneration: UInt64 = 0
        /// Shifts the slots of all targets.
        var seed: UInt64 = 0
        /// Where failed scrapes are noted, by path.
        var failureLogs: [String: ScrapeFailureLog] = [:]
        /// When the timer that is running will fire.
        var timer: Int64?
    }

    let environment: ScrapeEnvironment
    let metrics: ScrapeMetrics
    let hasher = SeriesHash()
    let scratches = ScratchPool()
    let texts = TextPool()
    let state = Mutex(State())
    private let wakeups: AsyncStream<Void>
    private let wakeup: AsyncStream<Void>.Continuation

    /// Creates a coordinator without jobs.
    ///
    /// - Throws: if `registry` has metrics of scraping already.
    package init(_ environment: ScrapeEnvironment, _ registry: Registry) throws(RegistrationError) {
        self.environment = environment
        metrics = try ScrapeMetrics(registry)
        (wakeups, wakeup) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        registry.register { [weak self] in self?.collectMetadataSizes(&$0) }
    }

    /// Scrapes until the task is cancelled.
    ///
    /// Running scrapes are abandoned then, without staleness markers.
    package func run() async {
        await withTaskExecutorPreference(environment.executor) { await runSchedule() }
    }

    private func runSchedule() async {
        await withDiscardingTaskGroup { group in
            wake()
            for await _ in wakeups {
                let (events, timer) = takeEvents()
                for event in events {
                    group.addTask { await self.perform(event) }
                }
                if let timer {
                    group.addTask {
                        await self.environment.clock.sleep(timer)
                        self.timerFired(timer)
                    }
                }
            }
            group.cancelAll()
        }
    }

    /// Makes the scheduling task look at the schedule.
    func wake() { wakeup.yield() }

    /// Replaces the newest report of discovery.
    ///
    /// It is taken at most once in the reload interval.
    package func update(_ report: [String: [TargetGroup]]) {
        let now = environment.clock.monotonicNanoseconds()
        let pause = environment.options.discoveryReloadIntervalMilliseconds * 1_000_000
        state.withLock { state in
            state.report = report
            state.isReportTaken = false
            state.schedule.planSync(at: state.lastSync.map { max(now, $0 + pause) } ?? now)
        }
        wake()
    }

    private func takeEvents() -> (events: [ScrapeEvent], timer: Int64?) {
        let now = environment.clock.monotonicNanoseconds()
        return state.withLock { state in
            let events = state.schedule.takeDue(now)
            guard let due = state.schedule.nextDue, state.timer.map({ due < $0 }) ?? true else { return (events, nil) }
            state.timer = due
            return (events, due)
        }
    }

    private func timerFired(_ due: Int64) {
        state.withLock { state in
            // A timer that was overtaken by an earlier one does not count.
            if state.timer == due { state.timer = nil }
        }
        wake()
    }

    private func perform(_ event: ScrapeEvent) async {
        switch event {
        case .scrape(let id):
            repeat {
                await scrape(id)
            } while state.withLock { $0.schedule.scrapeEnded(id) } && !Task.isCancelled
        case .departure(let id): depart(id)
        case .sync: await asideOfScrapes { self.sync() }
        }
    }

    /// Does what takes long without keeping other scrapes waiting.
    func asideOfScrapes<Value>(_ work: () -> Value) async -> Value {
        guard environment.executor != nil else { return work() }
        return await withTaskExecutorPreference(globalConcurrentExecutor) { work() }
    }
}
