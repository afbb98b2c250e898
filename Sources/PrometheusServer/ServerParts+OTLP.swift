import Logging
import OpenTelemetry
import PromQL
import PrometheusClient
import PrometheusConfiguration
import PrometheusModel
import Storage

extension ServerParts {
    /// What takes metrics over OTLP; `nil` if that is not enabled.
    static func makeOTLPReceiver(
        _ store: any SampleStore,
        _ options: ServerOptions,
        _ loaded: LoadedConfiguration,
        _ registry: Registry,
        _ clock: WallClock,
        _ logger: Logger
    ) throws(RegistrationError) -> OTLPReceiver? {
        guard options.flags.boolean("web.enable-otlp-receiver") else { return nil }
        var settings = OTLPReceiver.Options()
        settings.takesDeltas = options.features.isEnabled("otlp-native-delta-ingestion")
        settings.accumulatesDeltas = options.features.isEnabled("otlp-deltatocumulative")
        settings.addsTypeLabels = options.features.isEnabled("type-and-unit-labels")
        settings.lookbackMilliseconds = options.engine.lookbackMilliseconds
        return OTLPReceiver(
            store: store,
            clock: clock,
            logger: logger.component("web"),
            metrics: try OTLPMetrics(registry),
            options: settings
        ) { loaded.configuration?.otlp ?? OTLPSettings() }
    }
}
