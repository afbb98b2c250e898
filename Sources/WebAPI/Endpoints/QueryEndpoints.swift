internal import HTTPServing
internal import PrometheusModel
internal import PromQL

/// `query`, `query_range` and `format_query`.
struct QueryEndpoints: Sendable {
    /// The most points that a series of a range query may have.
    private static let mostPoints: Int64 = 11_000

    let services: APIServices

    var routes: [Route] {
        [
            APIRoutes.route(["GET", "POST"], "/query") { request async throws(APIError) in
                try await instant(APIParameters(request), request.client)
            },
            APIRoutes.route(["GET", "POST"], "/query_range") { request async throws(APIError) in
                try await range(APIParameters(request), request.client)
            },
            APIRoutes.route(["GET", "POST"], "/format_query") { request async throws(APIError) in
                let text = try await APIParameters(request)["query"]
                let expression = try parse(text)
                return APIAnswer.success { $0.string("\(expression)") }
            },
        ]
    }

    private func parse(_ text: String) throws(APIError) -> Expression {
        do throws(PromQLError) {
            return try services.engine.parse(text)
        } catch {
            throw APIError(error)
        }
    }

    private func options(_ parameters: APIParameters) throws(APIError) -> QueryOptions {
        let lookback: Int64?
        do throws(APIError) {
            lookback = try parameters.duration("lookback_delta")
        } catch {
            throw .badData("error parsing lookback delta duration: \(APIParameters.reason(error, "lookback_delta"))")
        }
        return QueryOptions(
            lookbackMilliseconds: lookback,
            timeoutMilliseconds: try parameters.duration("timeout")
        )
    }

    private func instant(
        _ parameters: APIParameters,
        _ client: ClientPresence
    ) async throws(APIError) -> OutgoingResponse {
        let limit = try parameters.limit()
        let time = try parameters.time("time") ?? services.clock.nowMilliseconds()
        let options = try options(parameters)
        let expression = try parse(parameters["query"])
        let services = services
        let result = try await whilePresent(client) {
            try await services.engine.instant(expression, at: time, options: options, on: services.storage)
        }
        return answer(result, parameters, limit)
    }

    private func range(
        _ parameters: APIParameters,
        _ client: ClientPresence
    ) async throws(APIError) -> OutgoingResponse {
        let limit = try parameters.limit()
        let start = try parameters.requiredTime("start")
        let end = try parameters.requiredTime("end")
        guard end >= start else { throw .invalid("end", "end timestamp must not be before start time") }
        guard let step = try parameters.duration("step") else {
            throw .invalid("step", "cannot parse \"\" to a valid duration")
        }
        guard step > 0 else {
            throw .invalid(
                "step",
                "zero or negative query resolution step widths are not accepted. Try a positive integer"
            )
        }
        let (span, isTooLong) = end.subtractingReportingOverflow(start)
        guard !isTooLong, span / step <= Self.mostPoints else {
            throw .badData(
                "exceeded maximum resolution of 11,000 points per timeseries. "
                    + "Try decreasing the query resolution (?step=XX)"
            )
        }
        let options = try options(parameters)
        let expression = try parse(parameters["query"])
        let services = services
        let result = try await whilePresent(client) {
            try await services.engine.range(
                expression,
                start: start,
                end: end,
                step: step,
                options: options,
                on: services.storage
            )
        }
        return answer(result, parameters, limit)
    }

    /// Evaluates until there is an answer or nobody to hear it.
    private func whilePresent(
        _ client: ClientPresence,
        _ evaluate: @escaping @Sendable () async throws -> QueryResult
    ) async throws(APIError) -> QueryResult {
        do {
            return try await client.whilePresent(evaluate)
        } catch let error as PromQLError {
            throw APIError(error)
        } catch {
            throw APIError(.canceled(stage: "expression evaluation"))
        }
    }

    private func answer(_ result: QueryResult, _ parameters: APIParameters, _ limit: Int) -> OutgoingResponse {
        let query = parameters["query"]
        var warnings = result.annotations.warnings(in: query)
        let value = result.value.truncated(to: limit)
        if value.isTruncated { warnings.append("results truncated due to limit") }
        let stats = parameters["stats"]
        return APIAnswer.success(warnings: warnings, infos: result.annotations.infos(in: query)) { writer in
            writer.object {
                $0.member("resultType", result.value.typeName)
                $0.key("result")
                value.value.write(to: &$0)
                if !stats.isEmpty {
                    $0.key("stats")
                    result.statistics.write(to: &$0)
                }
            }
        }
    }
}
