@testable import Discovery
import HTTPClients
import Logging
import PrometheusClient
import PrometheusModel
import StrictYAML

/// A running manager whose mechanisms ask through a given client, and ask again when the test says so.
struct MechanismBench {
    let registry = Registry()
    let manager: DiscoveryManager
    private let ticks: AsyncStream<Void>.Continuation

    /// `variables` are the environment of the process, `logger` takes what mechanisms complain about.
    init(
        _ client: any HTTPClient,
        variables: [String: String] = [:],
        clock: WallClock = .system,
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    ) throws {
        let (stream, ticks) = AsyncStream.makeStream(of: Void.self)
        self.ticks = ticks
        let gate = TickGate(stream)
        manager = DiscoveryManager(
            name: "scrape",
            metrics: try DiscoveryMetrics(registry),
            timing: DiscoveryTiming(shortestDelay: .zero, longestDelay: .zero, filePollInterval: .seconds(2)) {
                if $0 > .zero { try await gate.next() }
            },
            logger: logger,
            services: DiscoveryServices(
                userAgent: "Prometheus/test",
                variables: { variables[$0] },
                rsa: SimulatedRSA(),
                clock: clock
            ) { _ in client }
        )
    }

    /// Lets one that waits go on.
    func tick() { ticks.yield() }

    /// Runs `body` beside the manager.
    func run(_ body: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await manager.run() }
            try await body()
            tasks.cancelAll()
        }
    }

    /// The first report in which the groups of `job` satisfy `isExpected`.
    func groups(where isExpected: ([TargetGroup]) -> Bool = { !$0.isEmpty }) async throws -> [TargetGroup] {
        for await report in manager.reports {
            if let groups = report["job"], isExpected(groups) { return groups }
        }
        throw CancellationError()
    }

    /// The line of the exposition that begins with `name`.
    func metric(_ name: String) -> String? {
        String(decoding: registry.text(), as: UTF8.self).split(separator: "\n").first { $0.hasPrefix(name) }
            .map(String.init)
    }

    /// Decodes the discovery keys of a job.
    static func settings(_ text: String) throws -> [DiscoverySettings] {
        try YAMLDocument.decode(text) { root, problems in
            root.flatMap { YAMLFields($0, type: "t", path: "", problems: problems) }.map {
                DiscoverySettings.decode($0, base: BaseDirectory("/etc/prometheus"))
            } ?? []
        }
    }

    /// What decoding says of a mistake; `nil` if there is none.
    static func problem(_ text: String) -> String? {
        do {
            _ = try settings(text)
            return nil
        } catch {
            return "\(error)"
        }
    }

    /// The displayed form.
    static func displayed(_ text: String) throws -> String {
        YAMLWriter.text(.mapping(try settings(text).displayedFields))
    }

    /// What the first element of `text` finds when it is asked once.
    static func discover(_ text: String, _ client: any HTTPClient) async throws -> [TargetGroup] {
        let bench = try MechanismBench(client)
        let found = Found()
        try await bench.run {
            await bench.manager.apply(["job": try settings(text)])
            await found.set(try await bench.groups { _ in true })
        }
        return await found.groups
    }

    /// What was found, across tasks.
    private actor Found {
        var groups: [TargetGroup] = []
        func set(_ groups: [TargetGroup]) { self.groups = groups }
    }
}

extension TargetGroup {
    /// Each target with the group's labels, as texts.
    var flat: [[String: String]] {
        targets.map { target in
            var all: [String: String] = [:]
            for label in labels.array + target.array { all[label.name] = label.value }
            return all
        }
    }
}
