import FoundationEssentials
import PrometheusModel
import Storage
import TestSupport

@testable import Rules

/// Two hours of the metrics that the tutorial's rules ask for, with half an hour in which everything is wrong.
enum TutorialIncident {
    static let folder = SharedFolder.path + "/tutorial"
    static let isPresent = FileManager.default.fileExists(atPath: folder + "/rules/alerts.yml")

    static let start: Int64 = 1_700_000_000_000
    static let breaks = start + 15 * 60_000
    static let isRepaired = breaks + 30 * 60_000
    static let end = start + 120 * 60_000

    private static func isBroken(_ time: Int64) -> Bool { time >= breaks && time < isRepaired }

    static func database() -> MemoryDatabase {
        let database = MemoryDatabase()
        let node: [Label] = [Label("instance", "node-exporter:9100"), Label("job", "node-exporter")]
        let app: [Label] = [Label("instance", "sample-app:80"), Label("job", "web-app")]
        func add(_ name: String, _ labels: [Label], _ value: (Int64) -> Double) {
            var samples = SampleColumns()
            for time in stride(from: start - 600_000, to: end, by: 15_000) { samples.append(time, value(time)) }
            database.append(Labels([Label("__name__", name)] + labels), samples)
        }
        func addCounter(_ name: String, _ labels: [Label], perSecond good: Double, _ bad: Double) {
            var total = 0.0
            add(name, labels) { time in
                total += 15 * (isBroken(time) ? bad : good)
                return total
            }
        }
        addCounter("node_cpu_seconds_total", node + [Label("cpu", "0"), Label("mode", "idle")], perSecond: 0.9, 0.05)
        addCounter("node_cpu_seconds_total", node + [Label("cpu", "0"), Label("mode", "user")], perSecond: 0.1, 0.95)
        add("node_memory_MemTotal_bytes", node) { _ in 8e9 }
        add("node_memory_MemAvailable_bytes", node) { isBroken($0) ? 4e8 : 4e9 }
        add("node_filesystem_size_bytes", node + [Label("mountpoint", "/")]) { _ in 1e11 }
        add("node_filesystem_avail_bytes", node + [Label("mountpoint", "/")]) { isBroken($0) ? 5e9 : 5e10 }
        addCounter("http_requests_total", app + [Label("status", "200")], perSecond: 10, 10)
        addCounter("http_requests_total", app + [Label("status", "503")], perSecond: 0.1, 2)
        add("up", app) { isBroken($0) ? 0 : 1 }
        add("up", node) { _ in 1 }
        // The rule asks for a quantile over counters, not rates: the service is started anew when it is repaired.
        for (bound, fast, slow) in [("0.5", 1.0, 0.0), ("1", 1, 0), ("5", 1, 1), ("+Inf", 1, 1)] {
            let labels = app + [Label("le", bound)]
            add("http_request_duration_seconds_bucket", labels) { time in
                if time >= isRepaired { return fast * Double(time - isRepaired + 1000) / 100 }
                let slowSeconds = Double(max(0, time - breaks)) / 1000
                return fast * Double(time - start + 600_000) / 1000 + slow * slowSeconds * 10
            }
        }
        return database
    }
}
