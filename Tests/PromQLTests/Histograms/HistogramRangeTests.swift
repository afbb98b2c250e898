import PrometheusModel
import TestSupport
import Testing

@testable import PromQL

/// Whether range queries over native histograms answer at each step as instant queries do, warnings included.
@Suite struct HistogramRangeTests {
    private static let engine: QueryEngine = {
        var options = QueryEngineOptions()
        options.parser = .everything
        return QueryEngine(options: options)
    }()

    private struct Element: Hashable, CustomStringConvertible {
        let labels: Labels
        let text: String
        var description: String { "\(labels) \(text)" }
    }

    @Test(arguments: 0..<UInt64(40))
    func `every step answers as an instant query`(seed: UInt64) async throws {
        let store = RandomMixedSeries.store(seed: seed / 4)
        var query = RandomHistogramQuery(random: SeededGenerator(seed: seed &* 31 &+ 7))
        for round in 0..<20 {
            let text = query.vector(1 + round % 3)
            let start = Int64(query.random.next() % 600_000) + 200_000
            try await compare(text, StepGrid(start: start, end: start + 400_000, step: 50_000), store)
        }
    }

    private func compare(_ text: String, _ grid: StepGrid, _ store: MemoryStore) async throws {
        let range: QueryResult
        do throws(PromQLError) {
            range = try await Self.engine.range(text, start: grid.start, end: grid.last, step: grid.step, on: store)
        } catch {
            // Two series may be the same without their names, or a match may be ambiguous.
            guard case .execution = error else { throw error }
            return
        }
        var told: Set<String> = []
        let all = Self.elements(range.value)
        for step in 0..<grid.count {
            let instant = try await Self.engine.instant(text, at: grid[step], on: store)
            let expected = Set(Self.elements(instant.value)[grid[step]] ?? [])
            #expect(Set(all[grid[step]] ?? []) == expected, "\(text) at \(grid[step])")
            told.formUnion(
                instant.annotations.warnings(in: text, limit: 0) + instant.annotations.infos(in: text, limit: 0)
            )
        }
        let annotations = range.annotations
        let tells = Set(annotations.warnings(in: text, limit: 0) + annotations.infos(in: text, limit: 0))
        #expect(Self.withoutPlaces(tells) == Self.withoutPlaces(told), "\(text) from \(grid.start)")
    }

    /// The texts without their positions: of the same text at two places either may be told.
    private static func withoutPlaces(_ texts: Set<String>) -> Set<String> {
        Set(texts.map { text in text.lastIndex(of: "(").map { String(text[..<$0]) } ?? text })
    }

    private static func elements(_ value: QueryValue) -> [Int64: [Element]] {
        var result: [Int64: [Element]] = [:]
        switch value {
        case .scalar, .string: break
        case .vector(let vector):
            for (index, labels) in vector.labels.enumerated() {
                let text = vector.histograms[index]?.scriptText ?? "\(vector.values[index])"
                result[vector.timestamp, default: []].append(Element(labels: labels, text: text))
            }
        case .matrix(let series):
            for series in series {
                for (time, value) in zip(series.timestamps, series.values) {
                    result[time, default: []].append(Element(labels: series.labels, text: "\(value)"))
                }
                for (time, histogram) in zip(series.histogramTimestamps, series.histograms) {
                    result[time, default: []].append(Element(labels: series.labels, text: histogram.scriptText))
                }
            }
        }
        return result
    }
}
