internal import HTTPServing
internal import LabelMatching
internal import PrometheusModel
internal import Storage

/// `labels`, `label/<name>/values` and `series`.
struct LabelEndpoints: Sendable {
    let services: APIServices

    var routes: [Route] {
        [
            APIRoutes.route(["GET", "POST"], "/labels") { request async throws(APIError) in
                let parameters = try await APIParameters(request)
                return try names(parameters) { querier, matchers throws(StorageError) in
                    try querier.labelNames(matchers)
                }
            },
            APIRoutes.route(["GET"], "/label/:name/values") { request async throws(APIError) in
                let parameters = try await APIParameters(request)
                let name = String(decoding: request.parameters.first ?? [], as: UTF8.self)
                return try names(parameters) { querier, matchers throws(StorageError) in
                    try querier.labelValues(name, matchers)
                }
            },
            APIRoutes.route(["GET", "POST"], "/series") { request async throws(APIError) in
                try series(try await APIParameters(request))
            },
        ]
    }

    private func window(_ parameters: APIParameters) throws(APIError) -> ClosedRange<Int64> {
        let start = try parameters.time("start") ?? .min
        let end = try parameters.time("end") ?? .max
        // Upstream finds nothing in a window whose end comes first, and says no more about it.
        return end >= start ? start...end : start...start
    }

    private func names(
        _ parameters: APIParameters,
        _ ask: (any Querier, [LabelMatcher]) throws(StorageError) -> [String]
    ) throws(APIError) -> OutgoingResponse {
        let limit = try parameters.limit()
        let window = try window(parameters)
        let matchers = try parameters.matchers()
        var found: [String] = []
        do throws(StorageError) {
            let querier = try services.storage.querier(window)
            if matchers.count <= 1 {
                found = try ask(querier, matchers.first ?? [])
            } else {
                var all: Set<String> = []
                for set in matchers { all.formUnion(try ask(querier, set)) }
                found = all.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            }
        } catch {
            throw APIError(error)
        }
        let isTruncated = limit > 0 && found.count > limit
        let shown = isTruncated ? Array(found.prefix(limit)) : found
        return APIAnswer.success(warnings: isTruncated ? ["results truncated due to limit"] : []) { $0.strings(shown) }
    }

    private func series(_ parameters: APIParameters) throws(APIError) -> OutgoingResponse {
        let limit = try parameters.limit()
        guard !parameters.values.all("match[]").isEmpty else { throw .badData("no match[] parameter provided") }
        let window = try window(parameters)
        let matchers: [[LabelMatcher]]
        do throws(APIError) {
            matchers = try parameters.matchers()
        } catch {
            // Unlike the other endpoints, upstream's names the parameter here.
            throw .invalid("match[]", error.message)
        }
        var found: [Labels] = []
        do throws(StorageError) {
            let querier = try services.storage.querier(window)
            let hints = SelectHints(startMilliseconds: window.lowerBound, endMilliseconds: window.upperBound)
            for set in matchers {
                let selection = try querier.select(set, hints: hints)
                for index in 0..<selection.count { found.append(selection.labels(at: index)) }
            }
        } catch {
            throw APIError(error)
        }
        var seen: Set<Labels> = []
        found = found.filter { seen.insert($0).inserted }.sorted()
        let isTruncated = limit > 0 && found.count > limit
        let shown = isTruncated ? Array(found.prefix(limit)) : found
        return APIAnswer.success(warnings: isTruncated ? ["results truncated due to limit"] : []) { writer in
            writer.array(shown) { $0.labels($1) }
        }
    }
}
