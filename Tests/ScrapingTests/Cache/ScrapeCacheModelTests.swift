import PrometheusModel
import Testing
@testable import Scraping

/// The cache against an obvious model: random scrapes, shuffled, failing, with series coming and going.
@Suite struct ScrapeCacheModelTests {
    @Test(arguments: 0..<12)
    func `stored samples and markers are those of the obvious model`(seed: UInt64) async throws {
        var generator = SeededGenerator(state: seed)
        let scene = try Scene()
        var expected: [String: [String]] = [:]
        var present: Set<String> = []
        for round in 0..<60 {
            var names = (0..<30).filter { _ in Bool.random(using: &generator) || round % 7 == 0 }.map { "m\($0)" }
            if Int.random(in: 0..<4, using: &generator) == 0 { names.shuffle(using: &generator) }
            let fails = Int.random(in: 0..<6, using: &generator) == 0
            var text = names.map { "\($0){l=\"v\"} \(round)\n" }.joined()
            if fails { text += "broken\n" }
            let time = await scene.scrape(text)
            let now = fails ? [] : Set(names)
            for name in now { expected[name, default: []].append("\(round)@\(time)") }
            for name in present.subtracting(now) { expected[name, default: []].append("stale@\(time)") }
            present = now
        }
        for (name, samples) in expected { #expect(scene.samples(name, ["l": "v"]) == samples, "\(name)") }
    }
}
