import OpenTelemetry
import PromQL
import PrometheusClient
import PrometheusConfiguration

extension ServerParts {
    /// What takes metrics over OTLP; `nil` if that is not enabled.
    func makeOTLPReceiver() throws(RegistrationError) -> OTLPReceiver? {
        guard options.flags.boolean("web.enable-otlp-receiver") else { return nil }
        var settings = OTLPReceiver.Options()
        settings.takesDeltas = options.features.isEnabled("otlp-native-delta-ingestion")
        settings.addsTypeLabels = options.features.isEnabled("type-and-unit-labels")
        settings.lookbackMilliseconds = options.engine.lookbackMilliseconds
        return OTLPReceiver(
            store: database,
            clock: clock,
            logger: logger.component("web"),
            metrics: try OTLPMetrics(registry),
            options: settings
        ) { [loaded] in loaded.configuration?.otlp ?? OTLPSettings() }
    }
}
