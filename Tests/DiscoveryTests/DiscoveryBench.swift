import Discovery
import Logging
import PrometheusClient
import Testing

/// A running manager whose polls happen when the test says so.
struct DiscoveryBench {
    let registry = Registry()
    let manager: DiscoveryManager
    private let ticks: AsyncStream<Void>.Continuation

    init() throws {
        let (stream, ticks) = AsyncStream.makeStream(of: Void.self)
        self.ticks = ticks
        let gate = TickGate(stream)
        let never = TickGate(AsyncStream { _ in })
        let poll = Duration.seconds(2)
        manager = DiscoveryManager(
            name: "scrape",
            metrics: try DiscoveryMetrics(registry),
            timing: DiscoveryTiming(shortestDelay: .zero, longestDelay: .seconds(5), filePollInterval: poll) { time in
                // Files are read again at longer intervals, which no test waits for.
                if time == poll { try await gate.next() } else if time > .seconds(100) { try await never.next() }
            },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    /// Lets file discovery look at its files once.
    func tick() { ticks.yield() }

    /// Runs `body` beside the manager.
    func run(_ body: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await manager.run() }
            try await body()
            tasks.cancelAll()
        }
    }

    /// The first report that satisfies `isExpected`.
    func report(where isExpected: (DiscoveryManager.Report) -> Bool) async throws -> DiscoveryManager.Report {
        for await report in manager.reports where isExpected(report) { return report }
        throw CancellationError()
    }

    /// The line of the exposition that begins with `name`.
    func metric(_ name: String) -> String? {
        String(decoding: registry.text(), as: UTF8.self).split(separator: "\n").first { $0.hasPrefix(name) }
            .map(String.init)
    }
}
