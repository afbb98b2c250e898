import PrometheusModel
import Storage
import Synchronization
import Testing
@testable import Scraping

@Suite struct SeriesMetadataTests {
    private func scene() throws -> Scene {
        var options = ScrapeOptions()
        options.passesMetadata = true
        return try Scene(options: options)
    }

    /// What the store was told of the target's series, or of those that tell of scrapes.
    private func told(_ scene: Scene, ofReports: Bool = false) -> [String] {
        scene.store.state.withLock { state in
            state.metadata.compactMap { sample in
                let name = state.labels[sample.reference.rawValue]?["__name__"] ?? "?"
                guard (ReportSeries(rawValue: name) != nil) == ofReports else { return nil }
                return "\(name) \(sample.metadata.type.rawValue) \(sample.metadata.help)"
            }
        }
    }

    @Test func `the store is told once what new series are`() async throws {
        let scene = try scene()
        let text = """
            # HELP h Long.
            # TYPE h histogram
            h_bucket{le="+Inf"} 1
            h_sum 1
            h_count 1
            # TYPE a_total counter
            # HELP a_total All.
            a_total 1
            b 2

            """
        await scene.scrape(text)
        await scene.scrape(text)
        // The last series belongs to no family.
        let expected = [
            "h_bucket histogram Long.", "h_sum histogram Long.", "h_count histogram Long.", "a_total counter All.",
        ]
        #expect(told(scene) == expected)
    }

    @Test func `the store is told once what the series of the scrapes themselves are`() async throws {
        let scene = try scene()
        await scene.scrape("a 1\n")
        await scene.scrape("a 1\n")
        let told = told(scene, ofReports: true)
        #expect(told.count == 5)
        #expect(told.contains("scrape_duration_seconds gauge Duration of the last scrape in seconds."))
    }

    @Test func `a changed text is told of all series of the family`() async throws {
        let scene = try scene()
        await scene.scrape("# HELP a One.\n# TYPE a gauge\na{x=\"1\"} 1\na{x=\"2\"} 2\n")
        await scene.scrape("# HELP a Two.\n# TYPE a gauge\na{x=\"1\"} 1\na{x=\"2\"} 2\n")
        #expect(told(scene).suffix(2) == ["a gauge Two.", "a gauge Two."])
        #expect(told(scene).count == 4)
    }

    @Test func `without the feature the store is told nothing`() async throws {
        let scene = try Scene()
        await scene.scrape("# TYPE a gauge\na 1\n")
        #expect(told(scene).isEmpty)
    }
}
