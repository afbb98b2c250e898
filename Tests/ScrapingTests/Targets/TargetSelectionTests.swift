import Discovery
import LabelMatching
import PrometheusConfiguration
import PrometheusModel
import Testing
@testable import Scraping

@Suite struct TargetSelectionTests {
    private func settings(_ configure: (inout ScrapeSettings) -> Void = { _ in }) -> ScrapeSettings {
        var settings = ScrapeSettings()
        settings.jobName = "j"
        settings.intervalMilliseconds = 15_000
        configure(&settings)
        return settings
    }

    private func select(_ targets: [Labels], _ settings: ScrapeSettings) -> TargetSelection {
        TargetSelection([TargetGroup(source: "g", labels: ["env": "x"], targets: targets)], settings)
    }

    @Test func `a target gets the job's settings as labels before relabelling`() throws {
        let settings = settings { $0.request.parameters = [ScrapeParameter(name: "m", values: ["v", "w"])] }
        let selection = select([["__address__": "a:1", "__meta_x": "y", "env": "own"]], settings)
        let active = try #require(selection.active.first)
        #expect(
            active.discovered == [
                "__address__": "a:1", "__meta_x": "y", "env": "own", "job": "j", "__scrape_interval__": "15s",
                "__scrape_timeout__": "10s", "__metrics_path__": "/metrics", "__scheme__": "http",
                "__convert_classic_histograms_to_nhcb__": "false", "__always_scrape_classic_histograms__": "false",
                "__scrape_native_histograms__": "false", "__param_m": "v",
            ]
        )
        #expect(active.identity.labels["__meta_x"] == nil)
        #expect(active.identity.labels["instance"] == "a:1")
        #expect(active.identity.url == "http://a:1/metrics?m=v&m=w")
        #expect(active.intervalMilliseconds == 15_000)
        #expect(active.timeoutMilliseconds == 10_000)
    }

    @Test func `relabelling can change the URL and the pace`() throws {
        let selection = select(
            [
                [
                    "__address__": "a", "__scheme__": "https", "__metrics_path__": "p q", "__param_z": "ä",
                    "__scrape_interval__": "5s", "__scrape_timeout__": "2s", "instance": "i",
                ]
            ],
            settings()
        )
        let active = try #require(selection.active.first)
        #expect(active.identity.url == "https://a/p%20q?z=%C3%A4")
        #expect(active.intervalMilliseconds == 5000)
        #expect(active.timeoutMilliseconds == 2000)
        #expect(active.identity.labels["instance"] == "i")
    }

    @Test(arguments: [
        (["__address__": ""], "no address"),
        (["__address__": "http://x"], #""http://x" is not a valid hostname"#),
        (["__scrape_interval__": "x"], #"error parsing scrape interval: not a valid duration string: "x""#),
        (["__scrape_interval__": "0"], "scrape interval cannot be 0"),
        (["__scrape_timeout__": "0s"], "scrape timeout cannot be 0"),
        (
            ["__scrape_interval__": "5s"],
            #"scrape timeout cannot be greater than scrape interval ("10s" > "5s")"#
        ),
    ])
    func `a target that cannot be scraped is told with its place`(changes: [String: String], error: String) throws {
        var labels = LabelsBuilder(["__address__": "a:1"] as Labels)
        for (name, value) in changes { labels.set(name, value) }
        let selection = select([["__address__": "ok"], labels.labels()], settings())
        #expect(selection.active.count == 1)
        let fault = try #require(selection.faults.first)
        #expect(fault.error.description == error)
        #expect(fault.index == 1)
        #expect(fault.source == "g")
    }

    @Test func `dropped targets are counted, and kept up to the limit`() throws {
        var rule = RelabelRule()
        rule.sourceLabels = ["__address__"]
        rule.pattern = try RelabelPattern("d.*")
        rule.action = .drop
        let settings = settings {
            $0.relabelRules = [rule]
            $0.limits.keptDroppedTargets = 2
        }
        let selection = select(["d1", "d2", "d3", "a"].map { ["__address__": $0] }, settings)
        #expect(selection.active.map { $0.identity.labels["instance"] } == ["a"])
        #expect(selection.droppedCount == 3)
        #expect(selection.dropped.map { $0["__address__"] } == ["d1", "d2"])
    }

    @Test func `targets of equal labels are one`() {
        let selection = select([["__address__": "a"], ["__address__": "a", "__meta_m": "other"]], settings())
        #expect(selection.active.count == 1)
        #expect(selection.droppedCount == 0)
    }

    @Test func `the first scrape lies within one interval, always in the same slot`() {
        let interval: Int64 = 15_000_000_000
        var slots: Set<Int64> = []
        for index in 0..<100 {
            let identity = TargetIdentity(labels: ["instance": "\(index)"], url: "http://\(index)/")
            let now: Int64 = 1_700_000_000_123_456_789
            let delay = identity.delayNanoseconds(now: now, interval: interval, seed: 7)
            #expect(delay > 0 && delay <= interval)
            let later = identity.delayNanoseconds(now: now + 3_333_333_333, interval: interval, seed: 7)
            #expect((now + delay) % interval == (now + 3_333_333_333 + later) % interval)
            slots.insert((now + delay) % interval)
        }
        #expect(slots.count == 100)
    }
}
