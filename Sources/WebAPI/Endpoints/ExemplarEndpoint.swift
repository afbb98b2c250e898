internal import HTTPServing
internal import PromQL
internal import PrometheusModel
internal import Storage
internal import TSDB

/// `query_exemplars`: the exemplars of the series that any selector of an expression selects.
struct ExemplarEndpoint: Sendable {
    let services: APIServices

    var routes: [Route] {
        [
            APIRoutes.route(["GET", "POST"], "/query_exemplars") { request async throws(APIError) in
                let parameters = try await APIParameters(request)
                let start = try parameters.time("start") ?? .distantPast
                let end = try parameters.time("end") ?? .distantFuture
                guard end.milliseconds >= start.milliseconds else {
                    throw .badData("end timestamp must not be before start timestamp")
                }
                let expression: Expression
                do throws(PromQLError) {
                    expression = try services.engine.parse(parameters["query"])
                } catch {
                    throw .badData("\(error)")
                }
                // An expression without selectors asks for nothing; upstream has no answer to that.
                guard !expression.selectors.isEmpty else { return OutgoingResponse(status: 204) }
                let window = start.milliseconds...end.milliseconds
                let found: [SeriesExemplars]
                do throws(StorageError) {
                    found =
                        try services.database()?.exemplars.exemplars(window, expression.selectors.map(\.matchers)) ?? []
                } catch {
                    throw APIError(status: 422, kind: "execution", message: "\(error)")
                }
                return APIAnswer.success(elements: found.count) { $0.exemplars(found[$1]) }
            }
        ]
    }
}

extension JSONWriter {
    /// Writes the exemplars of a series as the API shows them.
    fileprivate mutating func exemplars(_ series: SeriesExemplars) {
        object {
            $0.key("seriesLabels")
            $0.labels(series.labels)
            $0.key("exemplars")
            $0.array(series.exemplars) { writer, exemplar in
                writer.object {
                    $0.key("labels")
                    $0.labels(exemplar.labels)
                    $0.member("value", FloatText.string(exemplar.value))
                    $0.key("timestamp")
                    $0.time(exemplar.timestamp)
                }
            }
        }
    }
}
