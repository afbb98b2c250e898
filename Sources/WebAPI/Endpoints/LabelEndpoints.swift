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
                let name = try Self.labelName(request.parameters.first ?? [])
                return try names(parameters) { querier, matchers throws(StorageError) in
                    try querier.labelValues(name, matchers)
                }
            },
            APIRoutes.route(["GET", "POST"], "/series") { request async throws(APIError) in
                try series(try await APIParameters(request))
            },
            // Upstream has this one too, and nothing behind it.
            APIRoutes.route(["DELETE"], "/series") { _ async throws(APIError) in
                throw APIError(status: 500, kind: "internal", message: "not implemented")
            },
        ]
    }

    /// The label name of a path's part.
    private static func labelName(_ bytes: [UInt8]) throws(APIError) -> String {
        let text = String(validating: bytes, as: UTF8.self).map(EscapedLabelName.decode)
        guard let text, !text.isEmpty else {
            throw .badData("invalid label name: \((text ?? String(decoding: bytes, as: UTF8.self)).quoted)")
        }
        return text
    }

    private func window(_ parameters: APIParameters) throws(APIError) -> ClosedRange<Int64> {
        let start = try parameters.time("start")?.milliseconds ?? .min
        let end = try parameters.time("end")?.milliseconds ?? .max
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
        return answer(found, limit) { $0.string($1) }
    }

    private func series(_ parameters: APIParameters) throws(APIError) -> OutgoingResponse {
        guard !parameters.values.all("match[]").isEmpty else { throw .badData("no match[] parameter provided") }
        let limit = try parameters.limit()
        let window = try window(parameters)
        let matchers: [[LabelMatcher]]
        do throws(APIError) {
            matchers = try parameters.matchers()
        } catch {
            throw .invalid("match[]", error.message)
        }
        var found: [Labels] = []
        do throws(StorageError) {
            let querier = try services.storage.querier(window)
            let hints = SelectHints(startMilliseconds: window.lowerBound, endMilliseconds: window.upperBound)
            for set in matchers {
                let selection = try querier.select(set, hints: hints)
                found.reserveCapacity(found.count + selection.count)
                for index in 0..<selection.count { found.append(selection.labels(at: index)) }
            }
        } catch {
            throw APIError(error)
        }
        if matchers.count > 1 {
            var seen: Set<Labels> = []
            found = found.filter { seen.insert($0).inserted }
        }
        return answer(found.sorted(), limit) { $0.labels($1) }
    }

    /// A list, sent in pieces if it is long.
    private func answer<Element>(
        _ found: [Element],
        _ limit: Int,
        _ write: @escaping (inout JSONWriter, Element) -> Void
    ) -> OutgoingResponse {
        let isTruncated = limit > 0 && found.count > limit
        return APIAnswer.success(
            warnings: isTruncated ? ["results truncated due to limit"] : [],
            elements: isTruncated ? limit : found.count
        ) { writer, index in write(&writer, found[index]) }
    }
}
