package import Discovery
package import HTTPClients
internal import LabelMatching
package import Logging
internal import PrometheusClient
package import PrometheusConfiguration
package import PrometheusModel
internal import Synchronization

/// Sends alerts to every Alertmanager: keeps a queue for each.
package final class NotificationCoordinator: Sendable {
    /// Settings whose clients were made and that wait for `apply`.
    package struct Prepared: Sendable {
        fileprivate let settings: AlertingSettings
        fileprivate let clients: [any HTTPClient]
    }

    /// One element of `alertmanagers` with the queues of what was discovered for it.
    private struct AlertmanagerSet {
        var settings: AlertmanagerSettings
        var client: any HTTPClient
        var queues: [AlertmanagerQueue] = []
        var dropped: [String] = []
    }

    private struct State {
        var sets: [String: AlertmanagerSet] = [:]
        var relabelRules: [RelabelRule] = []
        var externalLabels = Labels()
        var isStopped = false

        /// The URLs that have a queue.
        var urls: Set<String> { Set(sets.values.lazy.flatMap(\.queues).map(\.url)) }
    }

    private let options: NotificationOptions
    private let metrics: NotificationMetrics
    private let logger: Logger
    private let makeClient: @Sendable (HTTPClientSettings) throws -> any HTTPClient
    private let state = Mutex(State())
    private let started: AsyncStream<AlertmanagerQueue>
    private let starting: AsyncStream<AlertmanagerQueue>.Continuation

    package init(
        options: NotificationOptions,
        metrics: NotificationMetrics,
        logger: Logger,
        makeClient: @escaping @Sendable (HTTPClientSettings) throws -> any HTTPClient
    ) {
        self.options = options
        self.metrics = metrics
        self.logger = logger
        self.makeClient = makeClient
        (started, starting) = AsyncStream.makeStream()
        metrics.queueCapacity.set(options.queueCapacity)
    }

    /// The name of the target set of an element of `alertmanagers`.
    package static func setName(_ index: Int) -> String { "config-\(index)" }

    /// Makes the clients of new settings; changes nothing.
    /// - Throws: if a client cannot be made, for example because a certificate cannot be read.
    package func prepare(_ settings: AlertingSettings) throws -> Prepared {
        Prepared(settings: settings, clients: try settings.alertmanagers.map(client))
    }

    private func client(_ settings: AlertmanagerSettings) throws -> any HTTPClient {
        let client = try makeClient(settings.http)
        guard let sigv4 = settings.sigv4 else { return client }
        return try SigningHTTPClient(sigv4, client: client, environment: options.environment)
    }

    /// Changes the Alertmanager sets; equal ones keep their queues, others wait for discovery.
    package func apply(_ prepared: Prepared, externalLabels: Labels) {
        let settings = prepared.settings
        let ended = state.withLock { state in
            var old = Array(state.sets.values)
            state.relabelRules = settings.alertRelabelRules
            state.externalLabels = externalLabels
            state.sets = [:]
            for (i, element) in settings.alertmanagers.enumerated() {
                var set = AlertmanagerSet(settings: element, client: prepared.clients[i])
                if let at = old.firstIndex(where: { $0.settings == element }) { set = old.remove(at: at) }
                state.sets[Self.setName(i)] = set
            }
            let ended = old.flatMap(\.queues)
            forget(ended, state)
            return ended
        }
        for queue in ended { queue.stop() }
    }

    /// Takes the discovered targets of all sets.
    package func update(_ report: [String: [TargetGroup]]) {
        let (fresh, ended, problems) = state.withLock { state in
            var (fresh, ended): ([AlertmanagerQueue], [AlertmanagerQueue]) = ([], [])
            var problems: [String] = []
            guard !state.isStopped else { return (fresh, ended, problems) }
            for name in Array(state.sets.keys) {
                guard var set = state.sets[name], let groups = report[name] else { continue }
                let targets = AlertmanagerTargets(groups, set.settings)
                problems += targets.problems
                ended += set.queues.filter { !targets.active.contains($0.url) }
                set.queues = targets.active.map { url in
                    if let known = set.queues.first(where: { $0.url == url }) { return known }
                    let queue = makeQueue(url, set)
                    fresh.append(queue)
                    return queue
                }
                set.dropped = targets.dropped
                state.sets[name] = set
            }
            forget(ended, state)
            return (fresh, ended, problems)
        }
        for problem in problems {
            logger.error("Creating discovered Alertmanagers failed", metadata: ["err": "\(problem)"])
        }
        for queue in ended { queue.stop() }
        for queue in fresh { starting.yield(queue) }
    }

    private func makeQueue(_ url: String, _ set: AlertmanagerSet) -> AlertmanagerQueue {
        AlertmanagerQueue(
            url: url,
            client: set.client,
            timeout: .milliseconds(set.settings.timeoutMilliseconds),
            options: options,
            metrics: metrics.alertmanager(url),
            logger: logger
        )
    }

    /// Stops exposing the metrics of queues, unless another set has the same URL.
    ///
    /// Under the lock, or a queue that another task adds at the same time would lose its metrics.
    private func forget(_ ended: [AlertmanagerQueue], _ state: borrowing State) {
        let urls = state.urls
        for queue in ended where !urls.contains(queue.url) { metrics.remove(queue.url) }
        metrics.discovered.set(state.sets.values.reduce(0) { $0 + $1.queues.count })
    }

    /// Relabels alerts and puts them into every queue; never waits.
    package func send(_ alerts: [AlertNotification]) {
        let (sets, rules, external) = state.withLock { (Array($0.sets.values), $0.relabelRules, $0.externalLabels) }
        let labelled = alerts.compactMap { alert -> AlertNotification? in
            var builder = LabelsBuilder(alert.labels)
            for label in external.array where builder[label.name].isEmpty { builder.set(label.name, label.value) }
            return relabelled(alert, builder.labels(), rules)
        }
        for set in sets where !set.queues.isEmpty {
            let own = labelled.compactMap { relabelled($0, $0.labels, set.settings.alertRelabelRules) }
            guard !own.isEmpty else { continue }
            for queue in set.queues { queue.add(own) }
        }
    }

    private func relabelled(
        _ alert: AlertNotification,
        _ labels: Labels,
        _ rules: [RelabelRule]
    ) -> AlertNotification? {
        guard let labels = rules.apply(to: labels) else { return nil }
        var alert = alert
        alert.labels = labels
        return alert
    }

    /// Sends until the task is cancelled and every queue has come to its end; called once.
    package func run() async {
        // Cancelling a task abandons its request, and what waits would follow it. So the queues run in a task that does
        // not hear of it: they are told to stop, and awaited.
        let sending = Task { await self.runQueues() }
        await withTaskCancellationHandler {
            await sending.value
        } onCancel: {
            stop()
        }
    }

    private func runQueues() async {
        await withDiscardingTaskGroup { tasks in
            for await queue in started { tasks.addTask { await queue.run() } }
        }
    }

    private func stop() {
        let queues = state.withLock { state in
            state.isStopped = true
            return state.sets.values.flatMap(\.queues)
        }
        starting.finish()
        for queue in queues { queue.stop() }
    }

    /// The Alertmanagers as they are known now.
    package func alertmanagers() -> AlertmanagerStatus {
        let sets = state.withLock { state in state.sets.sorted { $0.key < $1.key }.map(\.value) }
        return AlertmanagerStatus(active: sets.flatMap { $0.queues.map(\.url) }, dropped: sets.flatMap(\.dropped))
    }
}
