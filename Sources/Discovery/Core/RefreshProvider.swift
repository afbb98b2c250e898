internal import Logging
internal import PrometheusClient

/// Asks a source at once and then at fixed times; if it fails, what it said last stays in effect.
struct RefreshProvider<Source: TargetSource>: TargetProvider {
    let source: Source
    let interval: Duration
    let timing: DiscoveryTiming
    let metrics: RefreshMetrics
    let mechanism: String
    /// The name of the first set that uses the provider.
    let configuration: String
    let logger: Logger

    func run(_ report: @Sendable ([TargetGroup]) async -> Void) async {
        var source = source
        var known: [String: TargetGroup] = [:]
        var isFirst = true
        metrics.begin(mechanism, configuration)
        defer { metrics.end(mechanism, configuration) }
        while !Task.isCancelled {
            let start = ContinuousClock.now
            do {
                let groups = try await source.groups()
                let changed = Self.differences(&known, groups)
                if isFirst || !changed.isEmpty { await report(changed) }
                isFirst = false
            } catch {
                if Task.isCancelled { return }
                metrics.failures[mechanism, configuration].increment()
                logger.error("Unable to refresh target groups", metadata: ["err": "\(error)"])
            }
            let elapsed = ContinuousClock.now - start
            let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
            metrics.durations[mechanism, configuration].observe(seconds)
            metrics.histogram[mechanism].observe(seconds)
            do {
                try await timing.pause(interval > elapsed ? interval - elapsed : .zero)
            } catch {
                return
            }
        }
    }

    /// The groups that are new or different, and empty ones for those that are gone.
    private static func differences(_ known: inout [String: TargetGroup], _ groups: [TargetGroup]) -> [TargetGroup] {
        let now = Dictionary(groups.map { ($0.source, $0) }, uniquingKeysWith: { $1 })
        let changed = groups.filter { known[$0.source] != $0 && now[$0.source] == $0 }
        let gone = known.keys.filter { now[$0] == nil }.sorted().map { TargetGroup(source: $0, targets: []) }
        known = now
        return changed + gone
    }
}
