import Discovery
import Logging
import PrometheusBytes
import PrometheusClient
import PrometheusConfiguration
import PrometheusExposition
import PrometheusModel
import Scraping
import TestSupport

/// Measures the parser and whole scrapes on recorded bodies: `ScrapeBenchmarks DIRECTORY [SCRAPES]`.
///
/// The directory holds files `TARGET-SCRAPE` as `bench.py fleet` serves them, both counted from 0.
@main
enum ScrapeBenchmarks {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count > 1 else { return Measurement.line("usage: ScrapeBenchmarks DIRECTORY [SCRAPES]", 0, "") }
        let bodies = RecordedBodies(arguments[1])
        guard let first = bodies.bodies.first?.first else { return Measurement.line("no bodies", 0, "") }
        try parse(first)
        try await scrape(bodies, scrapes: arguments.count > 2 ? Int(arguments[2]) ?? 2000 : 2000)
    }

    /// The parser alone.
    private static func parse(_ body: [UInt8]) throws {
        let rounds = 300
        let hasher = SeriesHash()
        var known: [(hash: UInt64, length: Int)] = []
        var parser = ExpositionParser(body.rawSpan, .text, hasher)
        while case let entry = try parser.next(), entry != .end {
            if entry == .sample { known.append((parser.seriesHash, parser.series.count)) }
        }
        Measurement.line("bytes of a body", Double(body.count), "B")
        try Measurement.run("parse without labels, a sample", per: rounds * known.count) {
            for _ in 0..<rounds {
                var parser = ExpositionParser(body.rawSpan, .text, hasher)
                while try parser.next() != .end {}
            }
        }
        var labels = ExposedLabels()
        try Measurement.run("parse with labels, a sample", per: rounds * known.count) {
            for _ in 0..<rounds {
                var parser = ExpositionParser(body.rawSpan, .text, hasher)
                while case let entry = try parser.next(), entry != .end {
                    if entry == .sample { parser.copyLabels(into: &labels) }
                }
            }
        }
        try Measurement.run("compare known series and read values, a sample", per: rounds * known.count) {
            for _ in 0..<rounds {
                var parser = ExpositionParser(body.rawSpan, .text, hasher)
                var next = 0
                while next < known.count {
                    if parser.nextKnown(known[next].hash, known[next].length) {
                        next += 1
                    } else {
                        if try parser.next() == .sample { next += 1 }
                    }
                }
            }
        }
    }

    /// Everything between the HTTP client and the store.
    private static func scrape(_ bodies: RecordedBodies, scrapes: Int) async throws {
        let store = CountingStore(limit: scrapes)
        let coordinator = try ScrapeCoordinator(
            ScrapeEnvironment(
                store: store,
                makeClient: { _ in bodies },
                clock: .hurried(),
                logger: Logger(label: "benchmark") { _ in SwiftLogNoOpLogHandler() }
            ),
            Registry()
        )
        var settings = ScrapeSettings()
        settings.jobName = "fleet"
        settings.intervalMilliseconds = 1000
        settings.timeoutMilliseconds = 1000
        try coordinator.apply([settings], externalLabels: Labels())
        let targets = bodies.bodies.indices.map { ["__address__": "\($0)"] as Labels }
        coordinator.update(["fleet": [TargetGroup(source: "0", targets: targets)]])
        await withTaskGroup { group in
            group.addTask { await coordinator.run() }
            let before = Measurement.residentBytes
            await store.waitFor(commits: targets.count)
            let growth = Double(Measurement.residentBytes - before)
            Measurement.line("resident bytes a series, target and cache", growth / Double(store.samples), "B")
            let start = Measurement.processNanoseconds
            let counted = store.samples
            await store.waitFor(commits: scrapes)
            let nanoseconds = Double(Measurement.processNanoseconds - start)
            Measurement.line(
                "scrape, parse, cache and commit, a sample",
                nanoseconds / Double(store.samples - counted),
                "ns"
            )
            group.cancelAll()
        }
        Measurement.line("scrapes", Double(store.commits), "")
        Measurement.line("calls to resolve series", Double(store.resolveCalls), "")
    }
}
