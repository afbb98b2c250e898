internal import PrometheusClient
internal import Logging
internal import PrometheusConfiguration
internal import PrometheusModel
internal import Synchronization

/// What the parts of a queue share.
struct RemoteQueueContext: Sendable {
    let settings: RemoteWriteSettings
    let name: String
    let clock: WallClock
    let metrics: RemoteQueueMetrics
    let sender: RemoteRequestSender
    let progress: RemoteQueueProgress
    let logger: RemoteLog

    /// Logs with the name of the queue.
    func log(_ level: Logger.Level, _ message: String, _ metadata: [(String, String)] = []) {
        logger.log(level, message, [("remote_name", name), ("url", settings.displayedURL)] + metadata)
    }

    func drop(_ kind: RemoteItemKind, _ reason: RemoteDropReason, _ count: Int = 1) {
        guard count > 0 else { return }
        metrics.drop(kind, reason, count)
        progress.dropped.wrappingAdd(count, ordering: .relaxed)
    }

    /// Notes that a batch was taken, or given up for good.
    func noteSent(_ batch: RemoteBatch, took: Duration) {
        let nanoseconds = Int(took / .nanoseconds(1))
        progress.sent.wrappingAdd(batch.counts.total, ordering: .relaxed)
        progress.sendingNanoseconds.wrappingAdd(nanoseconds, ordering: .relaxed)
        _ = RemoteQueueProgress.raise(progress.lastSentMilliseconds, to: clock.nowMilliseconds())
        if RemoteQueueProgress.raise(progress.newestSentMilliseconds, to: batch.newestMilliseconds) {
            metrics.highestSentTimestamp.set(Double(batch.newestMilliseconds / 1000))
        }
    }

    func noteRetry(_ reason: String, pauseMilliseconds: Int64) {
        let until = clock.nowMilliseconds() + 2 * pauseMilliseconds
        _ = RemoteQueueProgress.raise(progress.resumesMilliseconds, to: until)
        log(.warning, "Failed to send batch, retrying", [("err", reason)])
    }

    func noteAborted(_ counts: RemoteItemCounts) {
        let kinds = [("samples", counts.samples), ("exemplars", counts.exemplars), ("histograms", counts.histograms)]
        for (kind, count) in kinds where count > 0 {
            log(.error, "Failed to flush all \(kind) on shutdown", [("count", "\(count)")])
        }
    }
}
