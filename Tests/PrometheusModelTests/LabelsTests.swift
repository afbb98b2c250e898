import PrometheusModel
import Testing

@Suite struct LabelsTests {
    @Test func `sorts by name as bytes and drops empty values`() {
        let labels: Labels = ["b": "2", "B": "1", "é": "3", "empty": ""]
        #expect(labels.array.map(\.name) == ["B", "b", "é"])
        #expect(labels["b"] == "2")
        #expect(labels["empty"] == nil)
        #expect(labels.isWellFormed)
    }

    @Test func `a prefix sorts before a longer label set, and names decide before values`() {
        let short: Labels = ["a": "1"]
        let long: Labels = ["a": "1", "b": "0"]
        let other: Labels = ["a": "0", "z": "9"]
        #expect(short < long)
        #expect(other < short)
        #expect(!(long < short))
        #expect(!(short < short))
    }
}
