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
    /// One element of `alertmanagers` with the queues of what was discovered for it.
    private struct AlertmanagerSet {
        var settings: AlertmanagerSettings
        var queues: [AlertmanagerQueue] = []
        var dropped: [String] = []
    }

    private struct State {
        var sets: [String: AlertmanagerSet] = [:]
        var relabelRules: [RelabelRule] = []
        var externalLabels = Labels()
    }

    private let options: NotificationOptions
    private let metrics: NotificationMetrics
    private let logger: Logger
    private let makeClient: @Sendable (HTTPClientSettings) -> any HTTPClient
    private let state = Mutex(State())
    private let started: AsyncStream<AlertmanagerQueue>
    private let starting: AsyncStream<AlertmanagerQueue>.Continuation

    package init(
        options: NotificationOptions,
        metrics: NotificationMetrics,
        logger: Logger,
        makeClient: @escaping @Sendable (HTTPClientSettings) -> any HTTPClient
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

    /// Changes the Alertmanager sets; equal ones keep their queues, others wait for discovery.
    package func apply(_ settings: AlertingSettings, externalLabels: Labels) {
        let ended = state.withLock { state in
            var old = Array(state.sets.values)
            state.relabelRules = settings.alertRelabelRules
            state.externalLabels = externalLabels
            state.sets = [:]
            for (i, element) in settings.alertmanagers.enumerated() {
                var set = AlertmanagerSet(settings: element)
                if let at = old.firstIndex(where: { $0.settings == element }) { set = old.remove(at: at) }
                state.sets[Self.setName(i)] = set
            }
            return old.flatMap(\.queues)
        }
        end(ended)
    }

    /// Takes the discovered targets of all sets.
    package func update(_ report: [String: [TargetGroup]]) {
        var fresh: [AlertmanagerQueue] = []
        let ended = state.withLock { state in
            var ended: [AlertmanagerQueue] = []
            for name in Array(state.sets.keys) {
                guard var set = state.sets[name], let groups = report[name] else { continue }
                let targets = AlertmanagerTargets(groups, set.settings)
                ended += set.queues.filter { !targets.active.contains($0.url) }
                set.queues = targets.active.map { url in
                    if let known = set.queues.first(where: { $0.url == url }) { return known }
                    let queue = makeQueue(url, set.settings)
                    fresh.append(queue)
                    return queue
                }
                set.dropped = targets.dropped
                state.sets[name] = set
            }
            return ended
        }
        end(ended)
        for queue in fresh { starting.yield(queue) }
    }

    private func makeQueue(_ url: String, _ settings: AlertmanagerSettings) -> AlertmanagerQueue {
        AlertmanagerQueue(
            url: url,
            client: makeClient(settings.http),
            timeout: .milliseconds(settings.timeoutMilliseconds),
            options: options,
            metrics: metrics,
            logger: logger
        )
    }

    private func end(_ queues: [AlertmanagerQueue]) {
        for queue in queues { queue.stop() }
        let active = Set(alertmanagers().active)
        for queue in queues where !active.contains(queue.url) { metrics.remove(queue.url) }
        metrics.discovered.set(active.count)
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

    /// Sends until the task is cancelled; called once.
    package func run() async {
        await withDiscardingTaskGroup { tasks in
            for await queue in started { tasks.addTask { await queue.run() } }
            tasks.cancelAll()
        }
    }

    /// The Alertmanagers as they are known now.
    package func alertmanagers() -> AlertmanagerStatus {
        let sets = state.withLock { state in state.sets.sorted { $0.key < $1.key }.map(\.value) }
        return AlertmanagerStatus(active: sets.flatMap { $0.queues.map(\.url) }, dropped: sets.flatMap(\.dropped))
    }
}
