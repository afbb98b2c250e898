import HTTPClients
import PrometheusBytes
import PrometheusConfiguration
import PrometheusModel
import PrometheusWire
import Storage
import Synchronization
import Testing
@testable import Scraping

@Suite struct HistogramScrapeTests {
    private static let protobuf =
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited"

    /// A native histogram with `count` observations in `deltas.count` buckets.
    private static func body(_ deltas: [Int64] = [1, 1], count: UInt64 = 3) -> [UInt8] {
        var writer = WireWriter()
        writer.write(1, "h")
        writer.write(3, UInt64(4))
        writer.writeMessage(4) {
            $0.writeMessage(7) { histogram in
                histogram.write(1, count)
                histogram.writeMessage(3) {
                    $0.write(1, count)
                    $0.write(2, 1.0)
                }
                histogram.write(5, UInt64(6))
                histogram.writeMessage(12) {
                    $0.write(1, UInt64(0))
                    $0.write(2, UInt64(deltas.count))
                }
                for delta in deltas { histogram.write(13, UInt64(bitPattern: delta << 1 ^ delta >> 63)) }
                histogram.writeMessage(16) { exemplar in
                    exemplar.write(2, 0.5)
                    exemplar.writeMessage(3) { $0.write(1, Int64(1_700_000_000)) }
                }
            }
        }
        var result: [UInt8] = []
        result.appendVarint(UInt64(writer.bytes.count))
        return result + writer.bytes
    }

    private static let classic = """
        # TYPE h histogram
        h_bucket{x="y",le="1"} 2
        h_bucket{x="y",le="+Inf"} 3
        h_sum{x="y"} 4
        h_count{x="y"} 3
        h_bucket{x="z",le="1"} 1
        h_bucket{x="z",le="+Inf"} 1
        h_sum{x="z"} 0.5
        h_count{x="z"} 1

        """

    private func labels(_ name: String, _ more: Labels = Labels()) -> Labels {
        var builder = LabelsBuilder(more)
        for (name, value) in [("__name__", name), ("job", "j"), ("instance", "a:1")] { builder.set(name, value) }
        return builder.labels()
    }

    @Test func `protobuf is asked for first where native histograms are wanted`() async throws {
        let scene = try Scene {
            $0.histograms.scrapesNative = true
            $0.request.protocols = [.prometheusProto, .prometheusText0_0_4]
        }
        await scene.scrape("a 1\n")
        let accept = scene.client.requests[0].headers.first { $0.name == "Accept" }?.value
        #expect(
            accept
                == "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,"
                + "text/plain;version=0.0.4;q=0.5,*/*;q=0.4"
        )
    }

    @Test func `a native histogram is stored, with its exemplars, and becomes stale`() async throws {
        let scene = try Scene { $0.histograms.scrapesNative = true }
        scene.client.answer(Self.body(), type: Self.protobuf)
        let first = await scene.scrape()
        scene.client.answer(Self.body([2, 1], count: 5), type: Self.protobuf)
        let second = await scene.scrape()
        scene.client.answer([], type: Self.protobuf)
        let third = await scene.scrape()
        let stored = scene.store.histograms(labels("h"))
        #expect(stored.map(\.timestamp) == [first, second])
        #expect(scene.samples("h") == ["stale@\(third)"])
        #expect(scene.samples("h_count").isEmpty)
        #expect(scene.samples("scrape_samples_scraped").first == "1@\(first)")
        #expect(
            scene.store.state.withLock { $0.exemplars.map(\.exemplar.timestamp) } == [
                1_700_000_000_000, 1_700_000_000_000,
            ]
        )
    }

    @Test func `without native histograms the classic series are taken`() async throws {
        let scene = try Scene()
        scene.client.answer(Self.body(), type: Self.protobuf)
        let time = await scene.scrape()
        #expect(scene.samples("h_count") == ["3@\(time)"])
        #expect(scene.samples("h_bucket", ["le": "+Inf"]) == ["3@\(time)"])
        #expect(scene.store.histograms(labels("h")).isEmpty)
    }

    @Test func `a store that has forgotten a histogram's series gets it again`() async throws {
        let scene = try Scene { $0.histograms.scrapesNative = true }
        scene.client.answer(Self.body(), type: Self.protobuf)
        await scene.scrape()
        scene.store.forget(labels("h"))
        let second = await scene.scrape()
        #expect(scene.store.histograms(labels("h")).map(\.timestamp) == [second])
    }

    @Test func `the bucket limit makes buckets wider, and fails the scrape where that does not help`() async throws {
        let scene = try Scene {
            $0.histograms.scrapesNative = true
            $0.limits.nativeHistogramBuckets = 2
        }
        scene.client.answer(Self.body([1, 0, 0, 0], count: 4), type: Self.protobuf)
        await scene.scrape()
        guard case .integer(let histogram) = try #require(scene.store.histograms(labels("h")).first).histogram else {
            return
        }
        #expect(histogram.layout.schema < 3)
        #expect(histogram.bucketCount <= 2)
        let strict = try Scene {
            $0.histograms.convertsClassic = true
            $0.limits.nativeHistogramBuckets = 1
        }
        await strict.scrape(Self.classic)
        #expect(strict.target?.lastError == "histogram bucket limit exceeded")
    }

    @Test(arguments: [true, false])
    func `classic histograms become native ones with custom buckets`(keepsClassic: Bool) async throws {
        let scene = try Scene {
            $0.histograms.convertsClassic = true
            $0.histograms.alwaysScrapesClassic = keepsClassic
        }
        for _ in 0..<2 { await scene.scrape(Self.classic) }
        for x in ["y", "z"] {
            let stored = scene.store.histograms(labels("h", ["x": x]))
            #expect(stored.count == 2)
            guard case .integer(let histogram) = try #require(stored.first).histogram else { continue }
            #expect(histogram.layout.customBounds == [1])
            #expect(histogram.count == (x == "y" ? 3 : 1))
        }
        #expect(scene.samples("h_count", ["x": "y"]).count == (keepsClassic ? 2 : 0))
        #expect(scene.last("scrape_samples_scraped") == (keepsClassic ? "10" : "2"))
    }

    @Test func `a target's labels decide about its histograms`() async throws {
        let scene = try Scene()
        scene.discover([["__address__": "a:1", "__convert_classic_histograms_to_nhcb__": "true"]])
        await scene.scrape(Self.classic)
        #expect(scene.store.histograms(labels("h", ["x": "y"])).count == 1)
        scene.discover([["__address__": "b:1", "__scrape_native_histograms__": "maybe"]])
        #expect(scene.activeIDs.isEmpty)
    }

    @Test func `exemplars of OpenMetrics are stored with the time of their sample if they have none`() async throws {
        let scene = try Scene()
        let time = await scene.scrape(
            "# TYPE c counter\nc_total 1 # {id=\"t\"} 0.5\nc_total{a=\"b\"} 2 # {} 0.7 1700000000.5\n# EOF\n",
            type: "application/openmetrics-text; version=1.0.0"
        )
        let stored = scene.store.state.withLock { $0.exemplars.map(\.exemplar) }
        #expect(
            stored == [
                Exemplar(labels: ["id": "t"], value: 0.5, timestamp: time),
                Exemplar(labels: Labels(), value: 0.7, timestamp: 1_700_000_000_500),
            ]
        )
    }

    @Test(arguments: [(1.0, 8), (1.1, 2), (2.0, 0), (70_000.0, -4), (1.002, 8)] as [(Double, Int32)])
    func `the smallest factor between buckets decides about the schema`(factor: Double, schema: Int32) {
        #expect(HistogramLimits.schema(minimumFactor: factor) == schema)
    }
}
