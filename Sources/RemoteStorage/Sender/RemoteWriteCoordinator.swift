internal import HTTPClients
package import PrometheusConfiguration
package import PrometheusModel
internal import Synchronization

/// Sends samples to every endpoint of `remote_write`: keeps a queue for each.
package final class RemoteWriteCoordinator: Sendable {
    /// Settings whose clients were made and that wait for `apply`.
    package struct Prepared: Sendable {
        fileprivate let entries: [(settings: RemoteWriteSettings, client: any HTTPClient)]
    }

    private struct State {
        var queues: [RemoteWriteQueue] = []
        var externalLabels = Labels()
        var isStopped = false
    }

    private let environment: RemoteWriteEnvironment
    private let state = Mutex(State())
    private let started: AsyncStream<RemoteWriteQueue>
    private let starting: AsyncStream<RemoteWriteQueue>.Continuation

    package init(_ environment: RemoteWriteEnvironment) {
        self.environment = environment
        (started, starting) = AsyncStream.makeStream()
    }

    /// Makes the clients of new settings; changes nothing.
    package func prepare(_ entries: [RemoteWriteSettings]) throws -> Prepared {
        Prepared(entries: try entries.map { ($0, try makeClient($0)) })
    }

    /// The client of an endpoint, which signs its requests if the endpoint wants it.
    private func makeClient(_ settings: RemoteWriteSettings) throws -> any HTTPClient {
        let client = try environment.makeClient(settings.http)
        if let sigv4 = settings.sigv4 {
            return try SigningHTTPClient(sigv4, client: client, environment: environment.variable)
        }
        let assertion = SignedAssertion(sign: environment.signWithRSA)
        if let azure = settings.azureAD {
            let source = AzureTokenSource(
                settings: azure,
                request: try tokenRequest(),
                assertion: assertion,
                variable: environment.variable
            )
            return CloudTokenClient(source, client: client, clock: environment.clock)
        }
        guard let file = settings.googleCredentialsFile else { return client }
        let source = GoogleTokenSource(file, try tokenRequest(), assertion, variable: environment.variable)
        try source.check()
        let project = source.quotaProject.map { [(name: "X-Goog-User-Project", value: $0)] } ?? []
        return CloudTokenClient(source, headers: project, client: client, clock: environment.clock)
    }

    private func tokenRequest() throws -> CloudTokenRequest {
        CloudTokenRequest(client: try environment.makeClient(HTTPClientSettings()), clock: environment.clock)
    }

    /// Changes the queues; equal ones go on with new clients, others end when they have sent what they have.
    package func apply(_ prepared: Prepared, externalLabels: Labels) {
        let (fresh, ended) = state.withLock { state -> ([RemoteWriteQueue], [RemoteWriteQueue]) in
            guard !state.isStopped else { return ([], []) }
            var old = state.queues
            var fresh: [RemoteWriteQueue] = []
            let isSameOrigin = state.externalLabels == externalLabels
            state.externalLabels = externalLabels
            state.queues = prepared.entries.compactMap { entry in
                let identity = entry.settings.displayedText
                if isSameOrigin, let at = old.firstIndex(where: { $0.identity == identity }) {
                    let queue = old.remove(at: at)
                    queue.context.sender.replaceClient(entry.client)
                    return queue
                }
                let queue = RemoteWriteQueue(
                    entry.settings,
                    entry.client,
                    externalLabels: externalLabels,
                    environment
                )
                if let queue { fresh.append(queue) }
                return queue
            }
            return (fresh, old)
        }
        for queue in ended { queue.stop() }
        for queue in fresh { starting.yield(queue) }
    }

    /// Runs the queues until `stop`, and then until they have sent what they have.
    package func run() async {
        await withDiscardingTaskGroup { group in
            for await queue in started {
                group.addTask {
                    await queue.run()
                    self.forget(queue)
                }
            }
        }
    }

    /// Lets all queues send what they have and end.
    package func stop() {
        let queues = state.withLock { state in
            state.isStopped = true
            return state.queues
        }
        for queue in queues { queue.stop() }
        starting.finish()
    }

    /// The time up to which every endpoint has everything, in milliseconds; `nil` without endpoints.
    package var lowestSentMilliseconds: Int64? {
        state.withLock { $0.queues }
            .map { $0.context.progress.newestSentMilliseconds.load(ordering: .relaxed) }.min()
    }

    /// Stops exposing the metrics of a queue that has ended, unless another one goes by the same name.
    private func forget(_ queue: RemoteWriteQueue) {
        let isReplaced = state.withLock { state in
            state.queues.contains {
                $0 !== queue && $0.context.name == queue.context.name
                    && $0.context.settings.displayedURL == queue.context.settings.displayedURL
            }
        }
        if !isReplaced { queue.removeMetrics() }
    }
}
