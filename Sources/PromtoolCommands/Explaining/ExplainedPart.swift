internal import PromQL
internal import StrictYAML

/// A part of a query's plan, with what it did if the query was run.
struct ExplainedPart {
    let expression: String
    let node: String
    let seriesIn: Int
    let seriesOut: Int
    let pointsOut: Int
    let samplesRead: Int
    let totalSeconds: Double
    let ownSeconds: Double
    let bytesHeld: Int
    let inputs: [ExplainedPart]

    /// The part at `index` of what a recorder found, with those below it.
    init(_ index: Int, of measures: [PlanNodeMeasure]) {
        let measure = measures[index]
        let inputs = measure.inputs.map { ExplainedPart($0, of: measures) }
        expression = measure.expression
        node = measure.node
        seriesIn = measure.seriesIn
        seriesOut = measure.seriesOut
        pointsOut = measure.pointsOut
        samplesRead = measure.samplesRead
        totalSeconds = measure.seconds
        ownSeconds = max(0, measure.seconds - inputs.reduce(0) { $0 + $1.totalSeconds })
        bytesHeld = measure.peakSamplesHeld * 16
        self.inputs = inputs
    }

    /// A part as `/api/v1/query_explain` gives it; `nil` if it is not one.
    init?(_ node: YAMLNode) {
        guard let members = ExplainedMembers(node), let expression = members.text("expression") else { return nil }
        self.expression = expression
        self.node = members.text("node") ?? ""
        seriesIn = members.integer("seriesIn")
        seriesOut = members.integer("seriesOut")
        pointsOut = members.integer("pointsOut")
        samplesRead = members.integer("samplesRead")
        totalSeconds = members.number("totalSeconds")
        ownSeconds = members.number("ownSeconds")
        bytesHeld = members.integer("peakBytesHeld")
        inputs = (members["inputs"]?.elements ?? []).compactMap { ExplainedPart($0) }
    }
}
