@testable import Discovery
import HTTPClients
import PrometheusClient
import PrometheusModel
import Synchronization

/// Runs the mechanisms of a configuration for some refreshes, one after the other, without a manager.
struct MechanismRun {
    let registry = Registry()
    let log = LogRecorder()
    let client: any HTTPClient
    /// The metrics as they were when the last refresh had ended: providers take their own away.
    private let exposition = Exposition()
    var variables: [String: String] = [:]
    var clock = WallClock.system

    init(_ client: any HTTPClient) { self.client = client }

    /// What was reported in `refreshes` refreshes; `between` is called before each but the first.
    func reports(
        _ text: String,
        refreshes: Int = 1,
        between: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws -> [[TargetGroup]] {
        let reports = Mutex<[[TargetGroup]]>([])
        let done = Mutex(0)
        let timing = DiscoveryTiming(
            shortestDelay: .zero,
            longestDelay: .zero,
            filePollInterval: .seconds(2)
        ) { [registry, exposition] _ in
            exposition.text.withLock { $0 = registry.text() }
            let count = done.withLock { done in
                done += 1
                return done
            }
            guard count < refreshes else { throw CancellationError() }
            between(count)
        }
        let environment = DiscoveryEnvironment(
            logger: log.logger,
            timing: timing,
            metrics: try DiscoveryMetrics(registry),
            makeClient: { [client] _ in client },
            variables: { [variables] in variables[$0] },
            rsa: SimulatedRSA(),
            clock: clock,
            userAgent: "Prometheus/test",
            configuration: "job"
        )
        for case .mechanism(let settings) in try MechanismBench.settings(text) {
            let provider = try settings.mechanism.makeProvider(environment)
            await provider.run { groups in reports.withLock { $0.append(groups) } }
        }
        return reports.withLock { $0 }
    }

    /// The value of a metric, as it is exposed; `nil` if there is none.
    func metric(_ name: String) -> String? {
        String(decoding: exposition.text.withLock(\.self), as: UTF8.self).split(separator: "\n").first {
            $0.hasPrefix(name)
        }
        .flatMap { $0.split(separator: " ").last }.map(String.init)
    }

    /// Metrics that were told, across tasks.
    private final class Exposition: Sendable {
        let text = Mutex<[UInt8]>([])
    }
}
