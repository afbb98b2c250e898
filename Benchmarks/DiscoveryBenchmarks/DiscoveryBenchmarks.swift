import Discovery
import HTTPClients
import Logging
import PrometheusClient
import SocketHTTPClients
import StrictYAML
import TestSupport

/// Measures how long a list of pods takes to become targets: `DiscoveryBenchmarks API-SERVER [ROLE]`.
@main
enum DiscoveryBenchmarks {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count > 1 else { return Measurement.line("usage: DiscoveryBenchmarks API-SERVER", 0, "") }
        let role = arguments.count > 2 ? arguments[2] : "pod"
        guard let loop = SocketLoop() else { return Measurement.line("no thread for sockets", 0, "") }
        let client = PlainHTTPClient(loop, fallback: EndlessWatch(), headers: { _ in [] })
        let manager = DiscoveryManager(
            name: "scrape",
            metrics: try DiscoveryMetrics(Registry()),
            timing: .standard,
            logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() },
            services: DiscoveryServices(userAgent: "Prometheus/bench") { _ in client }
        )
        let text = "kubernetes_sd_configs: [{api_server: '\(arguments[1])', role: \(role)}]"
        let settings = try YAMLDocument.decode(text) { root, problems in
            root.flatMap { YAMLFields($0, type: "t", path: "", problems: problems) }.map {
                DiscoverySettings.decode($0, base: BaseDirectory("/"))
            } ?? []
        }
        let before = Measurement.residentBytes
        let start = ContinuousClock.now
        let cpu = Measurement.processNanoseconds
        await manager.apply(["job": settings])
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await manager.run() }
            for await report in manager.reports where report["job"]?.isEmpty == false {
                let elapsed = (ContinuousClock.now - start).components
                let groups = report["job"] ?? []
                Measurement.line("groups", Double(groups.count), "")
                Measurement.line("targets", Double(groups.reduce(0) { $0 + $1.targets.count }), "")
                Measurement.line("time", Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18, "s")
                Measurement.line("CPU", Double(Measurement.processNanoseconds - cpu) / 1e9, "s")
                Measurement.line("memory", Double(Measurement.residentBytes - before) / 1e6, "MB")
                break
            }
            tasks.cancelAll()
        }
    }
}
