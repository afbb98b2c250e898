import PrometheusClient
import Synchronization

/// How long it took until segments of the logs were on the disk.
final class LogSyncMetrics: Sendable {
    private let log: Summary
    private let registry: Registry
    /// That of the write-behind log; `nil` as long as there is none.
    private let lateLog = Mutex<Summary?>(nil)

    init(_ registry: Registry) throws(RegistrationError) {
        self.registry = registry
        log = try Self.summary("prometheus_tsdb_wal_fsync_duration_seconds", registry)
    }

    /// Notes that there is a write-behind log.
    func beginLateLog() {
        lateLog.withLock { lateLog in
            guard lateLog == nil else { return }
            // Nothing else has this name.
            lateLog = try? Self.summary("prometheus_tsdb_out_of_order_wbl_fsync_duration_seconds", registry)
        }
    }

    func observe(_ duration: Duration, isLate: Bool) {
        let seconds = duration / .seconds(1)
        guard isLate else { return log.observe(seconds) }
        beginLateLog()
        lateLog.withLock { $0 }?.observe(seconds)
    }

    private static func summary(_ name: String, _ registry: Registry) throws(RegistrationError) -> Summary {
        try registry.summary(name, help: "Duration of write log fsync.", objectives: .standard)
    }
}
