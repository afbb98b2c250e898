import PrometheusModel
import TestSupport
import Testing

@testable import PromQL

@Suite struct PlanRecorderTests {
    @Test func `each part tells what it took and gave`() async throws {
        var store = MemoryStore()
        for index in 0..<6 {
            store.append(
                ["__name__": "m_total", "job": "j\(index % 2)", "n": "\(index)"],
                (0..<41).map { (time: Int64($0) * 15_000, value: Double($0)) }
            )
        }
        let recorder = PlanRecorder()
        var options = QueryOptions()
        options.recorder = recorder
        let engine = QueryEngine(options: QueryEngineOptions())
        _ = try await engine.range(
            engine.parse("(sum by (job) (rate(m_total[5m]))) * 2 > vector(0)"),
            start: 300_000,
            end: 600_000,
            step: 60_000,
            options: options,
            on: store
        )
        let nodes = recorder.nodes
        #expect(
            nodes.map(\.expression) == [
                "(sum by (job) (rate(m_total[5m]))) * 2 > vector(0)", "(sum by (job) (rate(m_total[5m]))) * 2",
                "sum by (job) (rate(m_total[5m]))", "rate(m_total[5m])", "vector(0)",
            ]
        )
        #expect(nodes[2].node == "FoldAggregation(Sum)" && nodes[2].inputs == [3])
        #expect(nodes[3].seriesIn == 6 && nodes[3].seriesOut == 6 && nodes[3].pointsOut == 36)
        #expect(nodes[2].seriesIn == 6 && nodes[2].seriesOut == 2 && nodes[2].pointsOut == 12)
        #expect(nodes[3].samplesRead == 6 * 40 && nodes[0].samplesRead == nodes[3].samplesRead)
        #expect(nodes.allSatisfy { $0.seconds >= 0 } && nodes[2].seconds >= nodes[3].seconds)
        #expect(nodes[2].peakSamplesHeld > 0)
    }
}
