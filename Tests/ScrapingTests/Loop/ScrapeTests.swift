import BlockCompression
import HTTPClients
import LabelMatching
import PrometheusBytes
import PrometheusClient
import PrometheusConfiguration
import PrometheusModel
import Storage
import Synchronization
import Testing
@testable import Scraping

@Suite struct ScrapeTests {
    @Test func `a scrape stores the samples and reports about itself`() async throws {
        let scene = try Scene()
        let time = await scene.scrape("# TYPE a counter\na{x=\"y\"} 1\nb 2.5\n")
        #expect(scene.samples("a", ["x": "y"]) == ["1@\(time)"])
        #expect(scene.samples("b") == ["2.5@\(time)"])
        #expect(scene.last("up") == "1")
        #expect(scene.last("scrape_samples_scraped") == "2")
        #expect(scene.last("scrape_samples_post_metric_relabeling") == "2")
        #expect(scene.last("scrape_series_added") == "2")
        #expect(scene.last("scrape_duration_seconds") == "0")
        #expect(scene.samples("scrape_timeout_seconds").isEmpty)
        #expect(scene.store.state.withLock { $0.commits } == 1)
        let target = try #require(scene.target)
        #expect(target.health == .up)
        #expect(target.lastError == "")
        #expect(target.lastScrapeNanoseconds == time * 1_000_000)
    }

    @Test func `known series are not resolved again`() async throws {
        let scene = try Scene()
        for value in 1...5 { await scene.scrape("a \(value)\nb{c=\"d\"} \(value)\n") }
        // One call for the samples and one for the reports of the first scrape.
        #expect(scene.store.state.withLock { $0.resolveCalls } == 2)
        #expect(scene.samples("a").count == 5)
        #expect(scene.samples("b", ["c": "d"]).count == 5)
        #expect(scene.last("scrape_series_added") == "0")
    }

    @Test func `series that come in another order are the same series`() async throws {
        let scene = try Scene()
        let lines = (0..<20).map { "m{i=\"\($0)\"} 1\n" }
        await scene.scrape(lines.joined())
        await scene.scrape(lines.reversed().joined())
        await scene.scrape((lines[5...] + lines[..<5]).joined())
        #expect(scene.store.state.withLock { $0.resolveCalls } == 2)
        for index in 0..<20 { #expect(scene.samples("m", ["i": "\(index)"]).count == 3) }
    }

    @Test func `a series that disappears gets one staleness marker`() async throws {
        let scene = try Scene()
        let first = await scene.scrape("a 1\nb 2\nc 3\n")
        let second = await scene.scrape("a 1\nc 3\n")
        await scene.scrape("a 1\nc 3\n")
        let fourth = await scene.scrape("a 1\nb 4\nc 3\n")
        #expect(scene.samples("b") == ["2@\(first)", "stale@\(second)", "4@\(fourth)"])
        #expect(scene.samples("a").count == 4)
        #expect(scene.last("scrape_series_added") == "1")
    }

    @Test func `a failed scrape marks all series stale once and reports that the target is down`() async throws {
        let scene = try Scene()
        let first = await scene.scrape("a 1\nb 2\n")
        scene.client.fail(.timedOut(method: "GET", url: "http://a:1/metrics"))
        let second = await scene.scrape()
        await scene.scrape()
        let fourth = await scene.scrape("a 4\n")
        #expect(scene.samples("a") == ["1@\(first)", "stale@\(second)", "4@\(fourth)"])
        #expect(scene.samples("b") == ["2@\(first)", "stale@\(second)"])
        #expect(scene.samples("up").map { $0.prefix(1) } == ["1", "0", "0", "1"])
        #expect(scene.samples("scrape_samples_scraped").map { $0.prefix(1) } == ["2", "0", "0", "1"])
    }

    @Test func `a failed scrape names its reason`() async throws {
        let scene = try Scene()
        scene.client.fail(.timedOut(method: "GET", url: "http://a:1/metrics"))
        await scene.scrape()
        #expect(scene.target?.health == .down)
        #expect(scene.target?.lastError == "Get \"http://a:1/metrics\": context deadline exceeded")
    }

    @Test func `a syntax error stores none of the samples before it and marks the known series stale`() async throws {
        let scene = try Scene()
        let first = await scene.scrape("a 1\n")
        let second = await scene.scrape("a 2\nnew 3\nb{ 2\n")
        let third = await scene.scrape("a 3\nnew 4\n")
        #expect(scene.samples("a") == ["1@\(first)", "stale@\(second)", "3@\(third)"])
        #expect(scene.samples("new") == ["4@\(third)"])
        #expect(scene.samples("scrape_samples_scraped").map { $0.prefix(1) } == ["1", "2", "2"])
    }

    @Test func `a series that is written twice counts as duplicate and its first sample stays`() async throws {
        let scene = try Scene()
        for _ in 0..<3 { await scene.scrape("a 1\na 2\nb 3\n") }
        #expect(scene.samples("a").map { $0.prefix(1) } == ["1", "1", "1"])
        #expect(scene.samples("b").count == 3)
        #expect(scene.last("scrape_samples_post_metric_relabeling") == "3")
        let text = String(decoding: scene.registry.text(), as: UTF8.self)
        #expect(text.contains("prometheus_target_scrapes_sample_duplicate_timestamp_total 3\n"))
    }

    @Test func `timestamps of the target are taken and such series get no staleness marker`() async throws {
        let scene = try Scene()
        let first = await scene.scrape("a 1 1699999999000\na 2 1699999999500\nb 5\n")
        let second = await scene.scrape("b 6\n")
        #expect(scene.samples("a") == ["1@1699999999000", "2@1699999999500"])
        #expect(scene.samples("b") == ["5@\(first)", "6@\(second)"])
    }

    @Test func `series with timestamps are tracked if the job says so`() async throws {
        let scene = try Scene { $0.tracksTimestampsStaleness = true }
        await scene.scrape("a 1 1699999999000\n")
        let second = await scene.scrape("b 6\n")
        #expect(scene.samples("a") == ["1@1699999999000", "stale@\(second)"])
    }

    @Test func `timestamps of the target are ignored if the job says so`() async throws {
        let scene = try Scene { $0.honorsTimestamps = false }
        let first = await scene.scrape("a 1 5\n")
        let second = await scene.scrape("b 6\n")
        #expect(scene.samples("a") == ["1@\(first)", "stale@\(second)"])
    }

    @Test func `a timestamp far in the future is out of bounds`() async throws {
        let scene = try Scene()
        await scene.scrape("a 1 1900000000000\nb 1\n")
        #expect(scene.samples("a").isEmpty)
        #expect(scene.last("scrape_samples_post_metric_relabeling") == "2")
        let text = String(decoding: scene.registry.text(), as: UTF8.self)
        #expect(text.contains("prometheus_target_scrapes_sample_out_of_bounds_total 1\n"))
    }

    @Test func `a body with nothing in it is a good scrape of nothing`() async throws {
        let scene = try Scene()
        let first = await scene.scrape("a 1\n")
        let second = await scene.scrape("", type: "")
        #expect(scene.last("up") == "1")
        #expect(scene.samples("a") == ["1@\(first)", "stale@\(second)"])
    }

    @Test func `a gzip body is unpacked`() async throws {
        let scene = try Scene()
        var packed: [UInt8] = []
        try Gzip.compress(Array("a 1\n".utf8).rawSpan, level: 6, into: &packed)
        scene.client.answer(packed, type: "text/plain", headers: [("Content-Encoding", "gzip")])
        let time = await scene.scrape()
        #expect(scene.samples("a") == ["1@\(time)"])
        scene.client.answer(Array(packed.dropLast(9)), type: "text/plain", headers: [("Content-Encoding", "gzip")])
        await scene.scrape()
        #expect(scene.target?.lastError == "unexpected EOF")
    }

    @Test func `a body as large as the limit fails the scrape`() async throws {
        let scene = try Scene {
            $0.limits.bodySizeBytes = 8
            $0.hasExtraMetrics = true
        }
        await scene.scrape("a 1\nb 2")
        #expect(scene.last("up") == "1")
        #expect(scene.last("scrape_body_size_bytes") == "7")
        await scene.scrape("a 1\nb 2\n")
        #expect(scene.target?.lastError == "body size limit exceeded")
        #expect(scene.last("scrape_body_size_bytes") == "-1")
        #expect(scene.last("scrape_timeout_seconds") == "5")
        #expect(scene.last("scrape_sample_limit") == "0")
    }

    @Test func `more samples than the limit fail the scrape and are all counted`() async throws {
        let scene = try Scene { $0.limits.samples = 2 }
        let first = await scene.scrape("a 1\nb 2\n")
        let second = await scene.scrape("a 1\nb 2\nc 3\nd 4\n")
        #expect(scene.target?.lastError == "sample limit exceeded")
        #expect(scene.last("scrape_samples_scraped") == "4")
        #expect(scene.samples("a") == ["1@\(first)", "stale@\(second)"])
        #expect(scene.samples("c").isEmpty)
        await scene.scrape("a 1\n")
        #expect(scene.last("up") == "1")
    }

    @Test func `metadata is kept for the API`() async throws {
        let scene = try Scene()
        await scene.scrape("# HELP a The a.\n# TYPE a counter\na 1\n# TYPE b gauge\nb 1\n")
        await scene.scrape("# HELP a The a.\n# TYPE a counter\na 1\n# TYPE b untyped\nb 1\n")
        let families = try #require(scene.coordinator.metadata().first).families
        #expect(
            Set(families) == [
                MetricMetadata(family: "a", type: .counter, help: "The a.", unit: ""),
                MetricMetadata(family: "b", type: .unknown, help: "", unit: ""),
            ]
        )
        for _ in 0..<10 { await scene.scrape("# TYPE b gauge\nb 1\n") }
        #expect(scene.coordinator.metadata().first?.families.map(\.family) == ["a", "b"])
        await scene.scrape("# TYPE b gauge\nb 1\n")
        #expect(scene.coordinator.metadata().first?.families.map(\.family) == ["b"])
        let text = String(decoding: scene.registry.text(), as: UTF8.self)
        #expect(text.contains("prometheus_target_metadata_cache_entries{scrape_job=\"j\"} 1\n"))
    }

    @Test func `a series that the store has forgotten is resolved again and its sample stored`() async throws {
        let scene = try Scene()
        await scene.scrape("a{b=\"c\"} 1\nd 1\n")
        scene.store.forget(["__name__": "a", "b": "c", "job": "j", "instance": "a:1"])
        scene.store.forget(["__name__": "up", "job": "j", "instance": "a:1"])
        let second = await scene.scrape("a{b=\"c\"} 2\nd 2\n")
        let third = await scene.scrape("a{b=\"c\"} 3\nd 3\n")
        #expect(scene.samples("a", ["b": "c"]) == ["2@\(second)", "3@\(third)"])
        #expect(scene.samples("d").count == 3)
        #expect(scene.samples("up") == ["1@\(second)", "1@\(third)"])
    }

    @Test func `a store that fails makes the scrape fail and the next one goes on`() async throws {
        let scene = try Scene()
        await scene.scrape("a 1\n")
        scene.store.state.withLock { $0.failure = .closed }
        await scene.scrape("a 2\nb 2\n")
        #expect(scene.target?.lastError == "storage is closed")
        scene.store.state.withLock { $0.failure = nil }
        await scene.scrape("a 3\nb 3\n")
        #expect(scene.samples("a").map { $0.prefix(1) } == ["1", "3"])
        #expect(scene.samples("b").map { $0.prefix(1) } == ["3"])
    }
}
