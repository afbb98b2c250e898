import LabelMatching
import PrometheusModel
import Testing

@testable import WebAPI

struct RelabelEndpointsTests {
    @Test func `after a rule that drops the labels nothing is left`() {
        var replace = RelabelRule()
        replace.sourceLabels = ["a"]
        replace.targetLabel = "b"
        var drop = RelabelRule()
        drop.sourceLabels = ["a"]
        drop.action = .drop
        let steps = RelabelEndpoints.steps([replace, drop, replace], LabelsBuilder(["a": "x"]))
        #expect(steps.map(\.isKept) == [true, false, false])
        #expect(steps.map(\.output) == [["a": "x", "b": "x"], [:], [:]])
    }
}
