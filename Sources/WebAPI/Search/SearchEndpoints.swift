internal import HTTPServing
internal import LabelMatching
internal import PrometheusModel
internal import Scraping
internal import Storage

/// `search/…`: finds metric names, label names and label values by parts of them.
struct SearchEndpoints: Sendable {
    let services: APIServices

    var routes: [Route] {
        SearchSubject.allCases.map { subject in
            APIRoutes.route(["GET", "POST"], "/search/\(subject.rawValue)", .whenReady, .never) {
                request async throws(APIError) in
                guard services.search.isEnabled else {
                    throw APIError(status: 500, kind: "unavailable", message: "search API disabled")
                }
                return try answer(subject, try await APIParameters(request))
            }
        }
    }

    private func answer(_ subject: SearchSubject, _ parameters: APIParameters) throws(APIError) -> OutgoingResponse {
        let request = try SearchRequest(
            parameters,
            subject,
            maximumLimit: services.search.maximumLimit,
            nowMilliseconds: services.clock.nowMilliseconds()
        )
        let found = Self.matching(try names(subject, request), request)
        let pieces = SearchPieces(found, subject, request, request.includesMetadata ? metadata() : [:])
        return OutgoingResponse(
            status: 200,
            headers: [("Content-Type", "application/x-ndjson; charset=utf-8")],
            body: .pieces(pieces)
        )
    }

    /// Everything that there is to be searched, sorted as bytes.
    private func names(_ subject: SearchSubject, _ request: SearchRequest) throws(APIError) -> [String] {
        func ask(_ querier: any Querier, _ matchers: [LabelMatcher]) throws(StorageError) -> [String] {
            switch subject {
            case .metricNames: try querier.labelValues(Label.metricName, matchers)
            case .labelNames: try querier.labelNames(matchers)
            case .labelValues: try querier.labelValues(request.label, matchers)
            }
        }
        do throws(StorageError) {
            let querier = try services.storage.querier(request.window)
            guard request.matchers.count > 1 else { return try ask(querier, request.matchers.first ?? []) }
            var all: Set<String> = []
            for matchers in request.matchers { all.formUnion(try ask(querier, matchers)) }
            return all.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        } catch {
            throw APIError(error)
        }
    }

    /// What answers to the search, in its order; no more than the limit and one, unless all are needed to sort.
    static func matching(_ names: [String], _ request: SearchRequest) -> [SearchPieces.Result] {
        var found: [SearchPieces.Result] = []
        let needsAll = request.order == .score
        let candidates = request.order == .descending ? names.reversed() : names
        for name in candidates {
            guard let score = request.terms.score(name) else { continue }
            found.append((name, score))
            if !needsAll, found.count > request.limit { break }
        }
        if needsAll {
            found.sort {
                $0.score != $1.score ? $0.score > $1.score : $0.text.utf8.lexicographicallyPrecedes($1.text.utf8)
            }
        }
        return found
    }

    /// What targets say of metrics, the first of several.
    private func metadata() -> [String: MetricMetadata] {
        var all: [String: MetricMetadata] = [:]
        for family in services.targetMetadata().flatMap(\.families) where all[family.family] == nil {
            all[family.family] = family
        }
        return all
    }
}
