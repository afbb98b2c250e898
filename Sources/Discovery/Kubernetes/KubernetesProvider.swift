internal import Logging
internal import PrometheusClient

/// Keeps the targets of one Kubernetes discovery up to date.
struct KubernetesProvider: TargetProvider {
    let role: KubernetesRole
    let attached: AttachedMetadata
    let watches: [ClusterWatch]
    let metrics: KubernetesMetrics
    let logger: Logger

    func run(_ report: @Sendable ([TargetGroup]) async -> Void) async {
        metrics.prepareQueue(role.rawValue)
        let view = ClusterView(
            role: role,
            attached: attached,
            watches: Set(watches.map(\.identity)),
            metrics: metrics,
            logger: logger
        )
        await withDiscardingTaskGroup { tasks in
            for watch in watches { tasks.addTask { await watch.run(view) } }
            for await _ in view.changes {
                let start = ContinuousClock.now
                await report(await view.takeChanges())
                let elapsed = (ContinuousClock.now - start).components
                metrics.workDuration[role.rawValue].observe(
                    Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18
                )
            }
            tasks.cancelAll()
        }
    }
}
