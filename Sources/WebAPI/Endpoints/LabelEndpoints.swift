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
                return try await names(parameters, known: { $0.knownLabelNames }) {
                    querier,
                    matchers throws(StorageError) in
                    try querier.labelNames(matchers)
                }
            }.brief,
            APIRoutes.route(["GET"], "/label/:name/values") { request async throws(APIError) in
                let parameters = try await APIParameters(request)
                let name = try Self.labelName(request.parameters.first ?? [])
                return try await names(parameters, known: { $0.knownLabelValues(name) }) {
                    querier,
                    matchers throws(StorageError) in
                    try querier.labelValues(name, matchers)
                }
            }.brief,
            APIRoutes.route(["GET", "POST"], "/series") { request async throws(APIError) in
                try await series(try await APIParameters(request))
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

    /// How long other machines may take to answer, whatever their own limits are.
    private static let longestWait = Duration.seconds(600)

    /// The most texts that are written on the thread that read the request: some tens of microseconds.
    private static let mostBriefTexts = 4096

    private typealias Question = @Sendable (any Querier, [LabelMatcher]) throws(StorageError) -> [String]

    /// The answer at once if the list is `known`; otherwise other threads look for it.
    private func names(
        _ parameters: APIParameters,
        known: (any Querier) -> [String]?,
        _ ask: @escaping Question
    ) async throws(APIError) -> OutgoingResponse {
        let limit = try parameters.limit()
        let window = try window(parameters)
        let matchers = try parameters.matchers()
        let querier: any Querier
        do throws(StorageError) { querier = try services.storage.querier(window) } catch { throw APIError(error) }
        let warnings = services.storage.labelWarnings(window)
        if matchers.isEmpty, let found = known(querier), found.count <= Self.mostBriefTexts {
            return answer(found, limit, warnings) { $0.string($1) }
        }
        return try await withTaskExecutorPreference(globalConcurrentExecutor) { () async throws(APIError) in
            answer(try names(querier, matchers, ask), limit, warnings) { $0.string($1) }
        }
    }

    private func names(
        _ querier: any Querier,
        _ matchers: [[LabelMatcher]],
        _ ask: Question
    ) throws(APIError) -> [String] {
        do throws(StorageError) {
            guard matchers.count > 1 else { return try ask(querier, matchers.first ?? []) }
            var all: Set<String> = []
            for set in matchers { all.formUnion(try ask(querier, set)) }
            return all.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        } catch {
            throw APIError(error)
        }
    }

    private func series(_ parameters: APIParameters) async throws(APIError) -> OutgoingResponse {
        guard !parameters.values.all("match[]").isEmpty else { throw .badData("no match[] parameter provided") }
        let limit = try parameters.limit()
        let window = try window(parameters)
        let matchers: [[LabelMatcher]]
        do throws(APIError) {
            matchers = try parameters.matchers()
        } catch {
            throw .invalid("match[]", error.message)
        }
        var hints = SelectHints(startMilliseconds: window.lowerBound, endMilliseconds: window.upperBound)
        hints.function = "series"
        var storage = services.storage
        if storage.asksOthers {
            let questions = matchers.map { SelectionQuestion(matchers: $0, hints: hints) }
            storage = await storage.gathering(questions, window, until: .now + Self.longestWait)
        }
        var found: [Labels] = []
        var warnings: [String] = []
        do throws(StorageError) {
            let querier = try storage.querier(window)
            for set in matchers {
                let selection = try querier.select(set, hints: hints)
                for warning in selection.warnings where !warnings.contains(warning) { warnings.append(warning) }
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
        // As upstream: the warnings of one selector alone are lost.
        return answer(found.sorted(), limit, matchers.count > 1 ? warnings : []) { $0.labels($1) }
    }

    /// A list, sent in pieces if it is long.
    private func answer<Element>(
        _ found: [Element],
        _ limit: Int,
        _ warnings: [String] = [],
        _ write: @escaping (inout JSONWriter, Element) -> Void
    ) -> OutgoingResponse {
        let isTruncated = limit > 0 && found.count > limit
        return APIAnswer.success(
            warnings: isTruncated ? warnings + ["results truncated due to limit"] : warnings,
            elements: isTruncated ? limit : found.count
        ) { writer, index in write(&writer, found[index]) }
    }
}
