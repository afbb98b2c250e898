import PrometheusConfiguration

/// How many exemplars are kept.
enum ExemplarSettings {
    /// The number where the configuration says none.
    static let defaultCapacity = 100_000

    /// The number that a configuration asks for, 0 without the feature `exemplar-storage`.
    static func capacity(_ storage: StorageSettings, _ features: FeatureFlags) -> Int {
        guard features.isEnabled("exemplar-storage") else { return 0 }
        return storage.maximumExemplars.map { Int(clamping: max(0, $0)) } ?? defaultCapacity
    }
}
