package import HTTPClients
internal import Logging
internal import PrometheusClient
internal import PrometheusModel

/// What a provider may use: the outside of discovery.
package struct DiscoveryEnvironment: Sendable {
    /// Makes a client with these settings; it throws if they cannot be used, such as for a missing certificate.
    package typealias MakeClient = @Sendable (HTTPClientSettings) throws -> any HTTPClient

    let logger: Logger
    let timing: DiscoveryTiming
    let metrics: DiscoveryMetrics
    let makeClient: MakeClient
    let variables: @Sendable (String) -> String?
    let rsa: (any RSASigning)?
    let clock: WallClock
    /// How requests call this program, such as `Prometheus/3.5.0`.
    let userAgent: String
    /// The name of the first set that uses the provider, for metrics.
    let configuration: String

    /// Makes a provider that asks `source` again and again.
    func refreshing(
        _ mechanism: String,
        everyMilliseconds interval: Int64,
        _ source: some TargetSource
    ) -> any TargetProvider {
        RefreshProvider(
            source: source,
            interval: .milliseconds(interval),
            timing: timing,
            metrics: metrics.refresh,
            mechanism: mechanism,
            configuration: configuration,
            logger: logger
        )
    }
}
