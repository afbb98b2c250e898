import Logging
import PrometheusConfiguration

extension ServerParts {
    /// Says at a reload which settings of `storage.tsdb` have changed that count at the start only.
    static func startupStep(
        _ loaded: LoadedConfiguration,
        _ options: ServerOptions,
        _ logger: Logger
    ) -> ConfigurationStep {
        ConfigurationStep("storage_startup") { configuration in
            {
                guard let before = loaded.configuration?.storage.startup else { return }
                for name in configuration.storage.startup.differences(from: before) {
                    let isOverridden = options.flags.isGiven("storage.tsdb.\(name)")
                    logger.warning(
                        isOverridden
                            ? "A setting of the configuration has no effect because its flag is given"
                            : "A setting of the configuration takes effect at the next start only",
                        metadata: ["setting": "storage.tsdb.\(name)"]
                    )
                }
            }
        }
    }
}
