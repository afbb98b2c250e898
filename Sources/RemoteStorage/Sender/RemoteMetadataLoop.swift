internal import Logging
internal import PrometheusConfiguration
internal import PrometheusClient
internal import BlockCompression
internal import PrometheusBytes
internal import PrometheusModel
internal import PrometheusWire

/// Sends the metadata of all targets now and then; the first version of remote write has no other place for them.
struct RemoteMetadataLoop {
    private let queue: RemoteQueueContext
    private let families: @Sendable () -> [(name: String, metadata: SeriesMetadata)]

    init(
        _ queue: RemoteQueueContext,
        _ families: @escaping @Sendable () -> [(name: String, metadata: SeriesMetadata)]
    ) {
        self.queue = queue
        self.families = families
    }

    /// Sends until the task is cancelled.
    func run() async {
        let interval = Duration.milliseconds(queue.settings.metadata.intervalMilliseconds)
        while !Task.isCancelled {
            // Only a cancellation ends it early, and the loop looks for that.
            try? await Task.sleep(for: interval)
            if Task.isCancelled { return }
            await sendAll()
        }
    }

    private func sendAll() async {
        var known: Set<Key> = []
        let distinct = families().filter { known.insert(Key(name: $0.name, metadata: $0.metadata)).inserted }
        let most = queue.settings.metadata.maximumPerSend
        var start = 0
        while start < distinct.count, !Task.isCancelled {
            let end = min(distinct.count, start + most)
            await send(distinct[start..<end])
            start = end
        }
    }

    private struct Key: Hashable {
        let name: String
        let metadata: SeriesMetadata
    }

    private func send(_ families: ArraySlice<(name: String, metadata: SeriesMetadata)>) async {
        var body: [UInt8] = []
        let request = WriteRequestWriter.metadataRequest(families)
        // Snappy has no input that it refuses.
        try? SnappyBlock.compress(request.rawSpan, into: &body)
        var backoff = RemoteBackoff(queue.settings.queue)
        var attempt = 0
        while true {
            queue.metrics.metadataBytes.increment(by: body.count)
            switch await queue.sender.send(body, attempt: attempt) {
            case .delivered: return queue.metrics.metadata.sent.increment(by: families.count)
            case .rejected(let reason, _):
                queue.log(
                    .error,
                    "non-recoverable error while sending metadata",
                    [("count", "\(families.count)"), ("err", reason)]
                )
                return queue.metrics.metadata.failed.increment(by: families.count)
            case .cancelled: return queue.metrics.metadata.failed.increment(by: families.count)
            case .recoverable(let reason, let retryAfter):
                queue.metrics.metadata.retried.increment(by: families.count)
                queue.log(.warning, "Failed to send batch, retrying", [("err", reason)])
                attempt += 1
                let pause = backoff.pause(retryAfterMilliseconds: retryAfter)
                try? await Task.sleep(for: .milliseconds(pause))
            }
        }
    }
}
