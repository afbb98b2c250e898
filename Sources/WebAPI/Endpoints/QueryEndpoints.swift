internal import HTTPServing
internal import PrometheusModel
internal import PromQL

/// `query` and `query_range`.
struct QueryEndpoints: Sendable {
    /// The most points that a series of a range query may have.
    private static let mostPoints: Int64 = 11_000

    let services: APIServices

    var routes: [Route] {
        [
            APIRoutes.route(["GET", "POST"], "/query") { request async throws(APIError) in
                try await instant(APIParameters(request), request)
            }.brief,
            APIRoutes.route(["GET", "POST"], "/query_range") { request async throws(APIError) in
                try await range(APIParameters(request), request)
            }.brief,
            APIRoutes.route(["GET", "POST"], "/query_explain") { request async throws(APIError) in
                try await explain(APIParameters(request), request)
            },
        ]
    }

    private func instant(
        _ parameters: APIParameters,
        _ request: IncomingRequest
    ) async throws(APIError) -> OutgoingResponse {
        let limit = try parameters.limit()
        let query = try instantQuery(parameters, request, nil)
        return try await answer(query, request.client, parameters, limit)
    }

    private func range(
        _ parameters: APIParameters,
        _ request: IncomingRequest
    ) async throws(APIError) -> OutgoingResponse {
        let limit = try parameters.limit()
        let query = try rangeQuery(parameters, request, nil)
        return try await answer(query, request.client, parameters, limit)
    }

    /// The instant query that the parameters ask.
    func instantQuery(
        _ parameters: APIParameters,
        _ request: IncomingRequest,
        _ recorder: PlanRecorder?
    ) throws(APIError) -> PendingQuery {
        let time = try parameters.time("time")?.engineMilliseconds ?? services.clock.nowMilliseconds()
        let options = try options(parameters, request, recorder)
        let expression = try parse(parameters, options)
        return services.engine.pending(expression, at: time, options: options, on: services.storage)
    }

    /// The range query that the parameters ask.
    func rangeQuery(
        _ parameters: APIParameters,
        _ request: IncomingRequest,
        _ recorder: PlanRecorder?
    ) throws(APIError) -> PendingQuery {
        let start = try parameters.requiredTime("start")
        let end = try parameters.requiredTime("end")
        guard end.milliseconds >= start.milliseconds else {
            throw .invalid("end", "end timestamp must not be before start time")
        }
        let step = try step(parameters, from: start, to: end)
        let options = try options(parameters, request, recorder)
        let expression = try parse(parameters, options)
        do throws(PromQLError) {
            return try services.engine.pending(
                expression,
                start: start.engineMilliseconds,
                end: end.engineMilliseconds,
                step: step,
                options: options,
                on: services.storage
            )
        } catch {
            throw APIError(error)
        }
    }

    /// The step in milliseconds; not so small that there are too many of them.
    private func step(
        _ parameters: APIParameters,
        from start: RequestTime,
        to end: RequestTime
    ) throws(APIError) -> Int64 {
        guard let step = try parameters.duration("step") else {
            throw .invalid("step", "cannot parse \"\" to a valid duration")
        }
        guard step > 0 else {
            throw .invalid(
                "step",
                "zero or negative query resolution step widths are not accepted. Try a positive integer"
            )
        }
        let (span, isTooLong) = end.milliseconds.subtractingReportingOverflow(start.milliseconds)
        guard !isTooLong, span / step <= Self.mostPoints else {
            throw .badData(
                "exceeded maximum resolution of 11,000 points per timeseries. "
                    + "Try decreasing the query resolution (?step=XX)"
            )
        }
        return step
    }

    private func options(
        _ parameters: APIParameters,
        _ request: IncomingRequest,
        _ recorder: PlanRecorder?
    ) throws(APIError) -> QueryOptions {
        let timeout = try parameters.duration("timeout")
        var options = QueryOptions(lookbackMilliseconds: try parameters.lookback(), timeoutMilliseconds: timeout)
        options.text = parameters["query"]
        options.origin = .request(
            clientAddress: request.clientAddress(),
            method: request.method,
            path: String(request.target.prefix { $0 != "?" })
        )
        options.recorder = recorder
        options.countsSteps = parameters["stats"] == "all"
        return options
    }

    private func parse(_ parameters: APIParameters, _ options: QueryOptions) throws(APIError) -> Expression {
        let expression = try services.parse(parameters["query"])
        if let timeout = options.timeoutMilliseconds, timeout <= 0 {
            throw .invalid("query", "context deadline exceeded")
        }
        return expression
    }

    /// Evaluates until there is an answer or nobody to hear it.
    func result(of query: PendingQuery, _ client: ClientPresence) async throws(APIError) -> QueryResult {
        do {
            var pending = query
            if let result = try pending.immediateResult() { return result }
            let rest = pending
            return try await client.whilePresent { try await rest.result() }
        } catch let error as PromQLError {
            throw APIError(error)
        } catch {
            throw APIError(.canceled(stage: "expression evaluation"))
        }
    }

    /// Evaluates and answers; a large matrix is evaluated while it is sent.
    private func answer(
        _ query: PendingQuery,
        _ client: ClientPresence,
        _ parameters: APIParameters,
        _ limit: Int
    ) async throws(APIError) -> OutgoingResponse {
        do {
            var pending = query
            if let result = try pending.immediateResult() { return answer(result, parameters, limit) }
            let rest = pending
            // What is cut off need not be evaluated in the order of the answer.
            guard limit == 0 else {
                return answer(try await client.whilePresent { try await rest.result() }, parameters, limit)
            }
            switch try await client.whilePresent({ try await rest.reply() }) {
            case .result(let result): return answer(result, parameters, limit)
            case .stream(let stream):
                let (text, stats) = (parameters["query"], parameters["stats"])
                return try await StreamedMatrix(stream, text, stats, Self.deprecation(stats)).response()
            }
        } catch let error as PromQLError {
            throw APIError(error)
        } catch {
            throw APIError(.canceled(stage: "expression evaluation"))
        }
    }

    /// What is said of a value of `stats` that is none.
    private static func deprecation(_ stats: String) -> [String] {
        guard !["", "true", "all"].contains(stats) else { return [] }
        return [
            "value \(stats.quoted) for parameter \"stats\" is deprecated and will be rejected in the next major "
                + "release, use \"true\" or \"all\""
        ]
    }

    private func answer(_ result: QueryResult, _ parameters: APIParameters, _ limit: Int) -> OutgoingResponse {
        let query = parameters["query"]
        let stats = parameters["stats"]
        var warnings = result.annotations.warnings(in: query)
        let value = result.value
        if limit > 0, let count = value.elementCount, count > limit {
            warnings.append("results truncated due to limit")
        }
        warnings += Self.deprecation(stats)
        let infos = result.annotations.infos(in: query)
        func writeHead(_ writer: inout JSONWriter) {
            writer.raw("{\"resultType\":\"\(value.typeName)\",\"result\":")
        }
        func writeTail(_ writer: inout JSONWriter) {
            if !stats.isEmpty {
                writer.raw(",\"stats\":")
                result.statistics.write(to: &writer)
            }
            writer.raw("}")
        }
        guard let count = value.elementCount else {
            return APIAnswer.success(warnings: warnings, infos: infos) { writer in
                writeHead(&writer)
                value.writePoint(to: &writer)
                writeTail(&writer)
            }
        }
        return APIAnswer.success(
            warnings: warnings,
            infos: infos,
            head: writeHead,
            tail: writeTail,
            elements: limit > 0 ? min(count, limit) : count
        ) { value.writeElement($1, to: &$0) }
    }
}
