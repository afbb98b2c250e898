/// How discovery waits; injected so that tests need not.
package struct DiscoveryTiming: Sendable {
    /// Waits for a time; throws when the task is cancelled.
    package let pause: @Sendable (Duration) async throws -> Void
    /// How long a first change waits for others before it is reported.
    package let shortestDelay: Duration
    /// How long changes wait when they keep coming.
    package let longestDelay: Duration
    /// How often file discovery looks for changed files.
    package let filePollInterval: Duration

    package init(
        shortestDelay: Duration,
        longestDelay: Duration,
        filePollInterval: Duration,
        pause: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.shortestDelay = shortestDelay
        self.longestDelay = longestDelay
        self.filePollInterval = filePollInterval
        self.pause = pause
    }

    /// The server's timing; the delays are upstream's.
    package static let standard = DiscoveryTiming(
        shortestDelay: .milliseconds(100),
        longestDelay: .seconds(5),
        filePollInterval: .seconds(2)
    ) { try await Task.sleep(for: $0) }
}
