internal import HTTPServing
internal import PromQL

extension QueryEndpoints {
    /// Evaluates a query and tells what each part of it did: an instant query, or a range query if there is a `step`.
    func explain(
        _ parameters: APIParameters,
        _ request: IncomingRequest
    ) async throws(APIError) -> OutgoingResponse {
        let recorder = PlanRecorder()
        let isRange = !parameters["step"].isEmpty
        let query =
            isRange
            ? try rangeQuery(parameters, request, recorder) : try instantQuery(parameters, request, recorder)
        let result = try await result(of: query, request.client)
        let nodes = recorder.nodes
        let text = parameters["query"]
        let (warnings, infos) = (result.annotations.warnings(in: text), result.annotations.infos(in: text))
        return APIAnswer.success(warnings: warnings, infos: infos) { writer in
            writer.object {
                $0.member("query", text)
                $0.member("resultType", result.value.typeName)
                $0.member("series", result.value.elementCount ?? 1)
                $0.key("plan")
                if nodes.isEmpty { $0.raw("null") } else { Self.write(0, nodes, to: &$0) }
                $0.key("stats")
                result.statistics.write(to: &$0)
            }
        }
    }

    private static func write(_ index: Int, _ nodes: [PlanNodeMeasure], to writer: inout JSONWriter) {
        let node = nodes[index]
        let below = node.inputs.reduce(0) { $0 + nodes[$1].seconds }
        writer.object {
            $0.member("expression", node.expression)
            $0.member("node", node.node)
            $0.member("seriesIn", node.seriesIn)
            $0.member("seriesOut", node.seriesOut)
            $0.member("pointsOut", node.pointsOut)
            $0.member("samplesRead", node.samplesRead)
            $0.member("totalSeconds", number: node.seconds)
            $0.member("ownSeconds", number: max(0, node.seconds - below))
            $0.member("peakSamplesHeld", node.peakSamplesHeld)
            $0.member("peakBytesHeld", node.peakSamplesHeld * 16)
            $0.key("inputs")
            $0.array(node.inputs) { write($1, nodes, to: &$0) }
        }
    }
}
