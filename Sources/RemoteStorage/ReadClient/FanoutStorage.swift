package import HTTPClients
package import PrometheusConfiguration
package import PrometheusModel
package import Storage
internal import Synchronization

/// The data here, and what the endpoints of `remote_read` hold besides.
///
/// Series of both are one series; an endpoint that does not answer is a warning.
package final class FanoutStorage: Queryable {
    /// Settings whose clients were made and that wait for `apply`.
    package struct Prepared: Sendable {
        fileprivate let entries: [(settings: RemoteReadSettings, client: any HTTPClient)]
    }

    private let local: any Queryable
    private let localStart: @Sendable () -> Int64?
    private let userAgent: String
    private let metrics: RemoteReadClientMetrics
    private let makeClient: @Sendable (HTTPClientSettings) throws -> any HTTPClient
    private let endpoints = Mutex<[RemoteReadEndpoint]>([])

    /// `localStart` says from when on the data here are complete; `nil` while that is not known.
    package init(
        local: any Queryable,
        metrics: RemoteReadClientMetrics,
        userAgent: String,
        localStart: @escaping @Sendable () -> Int64?,
        makeClient: @escaping @Sendable (HTTPClientSettings) throws -> any HTTPClient
    ) {
        self.local = local
        self.metrics = metrics
        self.userAgent = userAgent
        self.localStart = localStart
        self.makeClient = makeClient
    }

    /// Makes the clients of new settings; changes nothing.
    package func prepare(_ entries: [RemoteReadSettings]) throws -> Prepared {
        Prepared(entries: try entries.map { ($0, try makeClient($0.http)) })
    }

    /// Asks these endpoints from now on.
    package func apply(_ prepared: Prepared, externalLabels: Labels) {
        let fresh = prepared.entries.map {
            RemoteReadEndpoint($0.settings, $0.client, externalLabels: externalLabels, userAgent: userAgent, metrics)
        }
        let old = endpoints.withLock { endpoints in
            defer { endpoints = fresh }
            return endpoints
        }
        for gone in old where !fresh.contains(where: { $0.name == gone.name && $0.url == gone.url }) {
            metrics.remove(gone.name, gone.url)
        }
    }

    package var asksOthers: Bool { endpoints.withLock { !$0.isEmpty } }

    package func querier(_ window: ClosedRange<Int64>) throws(StorageError) -> any Querier {
        try local.querier(window)
    }

    package func labelWarnings(_ window: ClosedRange<Int64>) -> [String] {
        let endpoints = endpoints.withLock { $0 }
        guard !endpoints.isEmpty else { return [] }
        let start = localStart() ?? .max
        // Remote read has no words for labels; upstream says so in these.
        return endpoints.contains { $0.range(window, localStart: start) != nil } ? ["not implemented"] : []
    }

    package func gathering(
        _ questions: [SelectionQuestion],
        _ window: ClosedRange<Int64>,
        until deadline: ContinuousClock.Instant
    ) async -> any Queryable {
        let start = localStart() ?? .max
        let asked = endpoints.withLock { $0 }.compactMap { endpoint in
            endpoint.range(window, localStart: start).map { (endpoint, $0) }
        }
        guard !asked.isEmpty else { return local }
        var answers = Self.distinct(questions).map { GatheredAnswer(question: $0) }
        typealias Outcome = (position: Int, endpoint: Int, Result<ReceivedSelection, RemoteReadFailure>)
        let outcomes = await withTaskGroup(of: Outcome.self) { group in
            for (position, answer) in answers.enumerated() {
                for (number, (endpoint, range)) in asked.enumerated() where endpoint.takes(answer.question.matchers) {
                    group.addTask {
                        do throws(RemoteReadFailure) {
                            let found = try await endpoint.answer(answer.question, range, until: deadline)
                            return (position, number, .success(found))
                        } catch { return (position, number, .failure(error)) }
                    }
                }
            }
            return await group.reduce(into: [Outcome]()) { $0.append($1) }
        }
        for outcome in outcomes.sorted(by: { ($0.position, $0.endpoint) < ($1.position, $1.endpoint) }) {
            switch outcome.2 {
            case .success(let selection): answers[outcome.position].selections.append(selection)
            case .failure(let failure): answers[outcome.position].warnings.append("\(failure)")
            }
        }
        return GatheredStorage(local: local, answers: answers)
    }

    private static func distinct(_ questions: [SelectionQuestion]) -> [SelectionQuestion] {
        var distinct: [SelectionQuestion] = []
        for question in questions where !distinct.contains(where: { SelectionQuestion.isSame($0, question) }) {
            distinct.append(question)
        }
        return distinct
    }
}
