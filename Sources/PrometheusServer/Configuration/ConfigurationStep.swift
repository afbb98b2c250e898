import PrometheusConfiguration

/// How one part of the server takes a new configuration.
///
/// All parts prepare before the first one applies, so that a configuration that one part refuses changes nothing.
struct ConfigurationStep: Sendable {
    /// Makes the change; it cannot fail any more.
    typealias Change = @Sendable () async -> Void

    /// The key of its duration in the log.
    let name: String
    /// Builds what the part needs, or throws with the reason why it cannot.
    let prepare: @Sendable (ServerConfiguration) async throws -> Change

    init(_ name: String, _ prepare: @escaping @Sendable (ServerConfiguration) async throws -> Change) {
        self.name = name
        self.prepare = prepare
    }
}
