import Discovery
import Dispatch
import PrometheusClient
import PrometheusConfiguration
import PrometheusModel
import Synchronization
import Testing
@testable import Scraping

@Suite struct ScrapeCoordinatorTests {
    @Test func `a target that goes gets staleness markers when its next scrape would have been`() async throws {
        let scene = try Scene()
        let first = await scene.scrape("a 1\n")
        scene.discover([])
        #expect(scene.coordinator.pools().first?.active.isEmpty == true)
        let departing = scene.coordinator.state.withLock { Array($0.departing.keys) }
        #expect(departing.count == 1)
        for id in departing { scene.coordinator.depart(id) }
        #expect(scene.samples("a") == ["1@\(first)", "stale@\(first + 10_000)"])
        #expect(scene.samples("up") == ["1@\(first)", "stale@\(first + 10_000)"])
    }

    @Test(arguments: [0, 2 << 20])
    func `scrapes run on the executor, and large ones aside of it`(padding: Int) async throws {
        let executor = QueueExecutor()
        let scene = try Scene(executor: executor)
        let line = String(repeating: "x", count: 1000)
        let comments = String(repeating: "# \(line)\n", count: padding / line.utf8.count)
        let times = await withTaskExecutorPreference(executor) {
            dispatchPrecondition(condition: .onQueue(executor.queue))
            let times = [await scene.scrape(comments + "a 1\n"), await scene.scrape(comments + "a 2\n")]
            dispatchPrecondition(condition: .onQueue(executor.queue))
            return times
        }
        #expect(scene.samples("a") == ["1@\(times[0])", "2@\(times[1])"])
        #expect(scene.last("scrape_samples_scraped") == "1")
    }

    @Test func `what lasts long leaves the executor and comes back`() async throws {
        let executor = QueueExecutor()
        let scene = try Scene(executor: executor)
        await withTaskExecutorPreference(executor) {
            await scene.coordinator.asideOfScrapes { dispatchPrecondition(condition: .notOnQueue(executor.queue)) }
            dispatchPrecondition(condition: .onQueue(executor.queue))
        }
    }

    @Test func `a target that was never scraped goes without a trace`() async throws {
        let scene = try Scene()
        scene.discover([])
        for id in scene.coordinator.state.withLock({ Array($0.departing.keys) }) { scene.coordinator.depart(id) }
        #expect(scene.store.state.withLock { $0.commits } == 0)
    }

    @Test func `a target that comes back in time goes on as if nothing had happened`() async throws {
        let scene = try Scene()
        await scene.scrape("a 1\n")
        scene.discover([])
        scene.discover([["__address__": "a:1"]])
        await scene.scrape("a 2\n")
        #expect(scene.samples("a").map { $0.prefix(1) } == ["1", "2"])
        #expect(scene.store.state.withLock { $0.resolveCalls } == 2)
        #expect(scene.coordinator.state.withLock { $0.departing.isEmpty })
    }

    @Test func `only what changes is changed by a reload`() async throws {
        var scene = try Scene()
        await scene.scrape("a 1\nb 1\n")
        let id = scene.activeIDs
        try scene.change { $0.limits.samples = 1 }
        #expect(scene.activeIDs == id)
        await scene.scrape("a 2\nb 2\n")
        #expect(scene.target?.lastError == "sample limit exceeded")
        try scene.change { $0.limits.samples = 0 }
        await scene.scrape("a 3\nb 3\n")
        #expect(scene.samples("a").map { $0.prefix(1) } == ["1", "s", "3"])
        #expect(scene.store.state.withLock { $0.resolveCalls } == 2)
    }

    @Test func `series that get other labels by a reload become stale under the old ones`() async throws {
        var scene = try Scene()
        let first = await scene.scrape("a{job=\"x\"} 1\nb 1\n")
        try scene.change { $0.honorsLabels = true }
        let second = await scene.scrape("a{job=\"x\"} 2\nb 2\n")
        #expect(scene.samples("a", ["exported_job": "x"]) == ["1@\(first)", "stale@\(second)"])
        #expect(scene.store.samples(["__name__": "a", "job": "x", "instance": "a:1"]) == ["2@\(second)"])
        #expect(scene.samples("b") == ["1@\(first)", "2@\(second)"])
    }

    @Test func `a change of the interval makes another target`() async throws {
        var scene = try Scene()
        let before = scene.activeIDs
        try scene.change { $0.intervalMilliseconds = 20_000 }
        #expect(scene.activeIDs.count == 1)
        #expect(scene.activeIDs != before)
        #expect(scene.target?.scrapeInterval == "20s")
    }

    @Test func `too many targets are all refused`() async throws {
        let scene = try Scene { $0.limits.targets = 1 }
        scene.discover([["__address__": "a:1"], ["__address__": "b:1"]])
        await scene.scrape("a 1\n")
        for target in try #require(scene.coordinator.pools().first).active {
            #expect(target.lastError == "target_limit exceeded (number of targets: 2, limit: 1)")
        }
        #expect(scene.client.requests.isEmpty)
        #expect(scene.last("up") == "0")
        scene.discover([["__address__": "a:1"]])
        await scene.scrape("a 1\n")
        #expect(scene.last("up") == "1")
    }

    @Test func `a job that is removed takes its targets with it`() async throws {
        let scene = try Scene()
        await scene.scrape("a 1\n")
        try scene.coordinator.apply([], externalLabels: Labels())
        #expect(scene.coordinator.pools().isEmpty)
        #expect(scene.activeIDs.isEmpty)
        #expect(scene.coordinator.state.withLock { $0.departing.count } == 1)
    }

    @Test func `the running coordinator scrapes at its pace until it is cancelled`() async throws {
        let scene = try Scene()
        scene.client.answer("a 1\n")
        let coordinator = scene.coordinator
        await withTaskGroup { group in
            group.addTask { await coordinator.run() }
            for count in 1...3 {
                while scene.client.requests.count < count {
                    await scene.clock.advanceToNextSleeper()
                    await Task.yield()
                }
            }
            group.cancelAll()
        }
        #expect(scene.client.requests.count >= 3)
    }

    @Test func `timestamps are snapped to the target's slot when they are near`() async throws {
        let scene = try Scene()
        let first = await scene.scrape("a 1\n")
        scene.clock.advance(milliseconds: 1)
        await scene.scrape("a 2\n")
        scene.clock.advance(milliseconds: 10)
        await scene.scrape("a 3\n")
        #expect(scene.samples("a") == ["1@\(first)", "2@\(first + 10_000)", "3@\(first + 20_011)"])
    }

    @Test func `a job that comes after its targets were reported finds them`() async throws {
        let scene = try Scene()
        var late = scene.settings
        late.jobName = "late"
        scene.coordinator.update(["j": [], "late": [TargetGroup(source: "0", targets: [["__address__": "b:1"]])]])
        scene.coordinator.sync()
        try scene.coordinator.apply([scene.settings, late], externalLabels: Labels())
        scene.coordinator.sync()
        let urls = scene.coordinator.pools().map { $0.active.map(\.scrapeURL) }
        #expect(urls == [[], ["http://b:1/metrics"]])
    }

    @Test func `the interval is shown as it was written`() throws {
        let scene = try Scene()
        scene.discover([["__address__": "a:1", "__scrape_interval__": "90s", "__scrape_timeout__": "0m5s"]])
        #expect(scene.target?.scrapeInterval == "90s")
        #expect(scene.target?.scrapeTimeout == "0m5s")
        #expect(scene.target?.intervalMilliseconds == 90_000)
    }

    @Test func `a client that cannot be made refuses the configuration and changes nothing`() throws {
        struct Refusal: Error {}
        let scene = try Scene()
        var environment = scene.coordinator.environment
        environment.makeClient = { _ in throw Refusal() }
        let coordinator = try ScrapeCoordinator(environment, Registry())
        #expect(throws: Refusal.self) { try coordinator.apply([scene.settings], externalLabels: Labels()) }
        #expect(coordinator.pools().isEmpty)
    }
}
