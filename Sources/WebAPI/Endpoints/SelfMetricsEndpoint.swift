internal import HTTPServing
internal import LabelMatching
internal import PrometheusBytes
internal import PrometheusExposition

/// `status/self_metrics`: the server's own metrics as JSON.
struct SelfMetricsEndpoint: Sendable {
    let services: APIServices

    var routes: [Route] {
        [
            APIRoutes.route(["GET"], "/status/self_metrics") { request async throws(APIError) in
                let pattern = try await APIParameters(request)["metric_name_pattern"]
                let families = try chosen(pattern)
                return APIAnswer.success(elements: families.count) { $0.metricFamily(families[$1]) }
            }
        ]
    }

    /// The families with a name that the anchored pattern matches; all if there is none.
    private func chosen(_ pattern: String) throws(APIError) -> [MetricFamily] {
        let families = services.selfMetrics().filter { !$0.series.isEmpty }
        guard !pattern.isEmpty else { return families }
        do throws(RegularExpressionError) {
            let expression = try RegularExpression(pattern)
            return families.filter { family in family.name.withRawSpan { expression.matchesWhole($0) } }
        } catch {
            throw .badData("invalid metric_name_pattern: \(error)")
        }
    }
}
