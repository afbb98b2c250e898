internal import HTTPServing
internal import PromQL

/// `query_exemplars`, without a storage for exemplars: there are none of any series.
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
                return APIAnswer.success { $0.strings([]) }
            }
        ]
    }
}
