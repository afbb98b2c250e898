/// How discovery waits; injected so that tests need not.
package struct DiscoveryTiming: Sendable {
    /// Waits for a time; throws when the task is cancelled.
    package let pause: @Sendable (Duration) async throws -> Void
    /// How long a first change waits for others before it is reported.
    package let shortestDelay: Duration
    /// How long changes wait when they keep coming.
    package let longestDelay: Duration
    /// What a delay of reports is multiplied by, so that not all servers do it at once.
    package let jitter: @Sendable () -> Double
    /// How often file discovery looks for changed files where the system does not tell of changes.
    package let filePollInterval: Duration

    package init(
        shortestDelay: Duration,
        longestDelay: Duration,
        filePollInterval: Duration,
        jitter: @escaping @Sendable () -> Double = { 1 },
        pause: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.shortestDelay = shortestDelay
        self.longestDelay = longestDelay
        self.filePollInterval = filePollInterval
        self.jitter = jitter
        self.pause = pause
    }

    /// The server's timing; the delays are upstream's.
    package static let standard = DiscoveryTiming(
        shortestDelay: .milliseconds(100),
        longestDelay: .seconds(5),
        filePollInterval: .seconds(2),
        jitter: { Double.random(in: 0.5...1.5) }
    ) { try await Task.sleep(for: $0) }
}
