internal import HTTPClients
internal import Logging
internal import PrometheusClient
internal import Synchronization

/// The queue of one Alertmanager and the loop that empties it.
final class AlertmanagerQueue: Sendable {
    let url: String
    private let client: any HTTPClient
    private let timeout: Duration
    private let options: NotificationOptions
    private let metrics: NotificationMetrics
    private let logger: Logger
    private let waiting = Mutex<[AlertNotification]>([])
    private let wakeUps: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation

    init(
        url: String,
        client: any HTTPClient,
        timeout: Duration,
        options: NotificationOptions,
        metrics: NotificationMetrics,
        logger: Logger
    ) {
        self.url = url
        self.client = client
        self.timeout = timeout
        self.options = options
        self.metrics = metrics
        self.logger = logger
        (wakeUps, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        metrics.add(url)
    }

    /// Adds alerts; the oldest make room for them.
    func add(_ alerts: [AlertNotification]) {
        let excess = waiting.withLock { waiting -> Int in
            waiting += alerts
            let excess = max(0, waiting.count - options.queueCapacity)
            waiting.removeFirst(excess)
            metrics.queueLength[url].set(waiting.count)
            return excess
        }
        if excess > 0 {
            metrics.dropped[url].increment(by: excess)
            let message: Logger.Message =
                alerts.count > options.queueCapacity
                ? "Alert batch larger than queue capacity, dropping alerts"
                : "Alert notification queue full, dropping alerts"
            logger.warning(message, metadata: ["alertmanager": "\(url)", "num_dropped": "\(excess)"])
        }
        wake.yield()
    }

    /// Ends the loop after what is waiting was sent.
    func stop() { wake.finish() }

    /// Sends until the queue is stopped or the task is cancelled.
    func run() async {
        for await _ in wakeUps { await sendAll() }
        if options.drainsOnShutdown || !Task.isCancelled {
            // A cancelled task could not wait for answers any more.
            let rest = Task { await self.sendAll() }
            await rest.value
        } else {
            let count = waiting.withLock(\.count)
            guard count > 0 else { return }
            metrics.dropped[url].increment(by: count)
            logger.warning(
                "Alert notification queue not drained on shutdown, dropping alerts",
                metadata: ["alertmanager": "\(url)", "count": "\(count)"]
            )
        }
    }

    private func sendAll() async {
        while true {
            let batch = waiting.withLock { waiting in
                let batch = Array(waiting.prefix(options.batchSize))
                waiting.removeFirst(batch.count)
                metrics.queueLength[url].set(waiting.count)
                return batch
            }
            guard !batch.isEmpty else { return }
            await send(batch)
        }
    }

    /// Sends a batch once; the next evaluation of the rules sends its alerts again.
    private func send(_ batch: [AlertNotification]) async {
        let request = HTTPClientRequest(
            method: "POST",
            url: url,
            headers: [("Content-Type", "application/json"), ("User-Agent", options.userAgent)],
            body: AlertPayload.bytes(batch),
            timeout: timeout
        )
        let began = ContinuousClock.now
        var problem: String?
        do throws(HTTPClientError) {
            let response = try await client.send(request)
            if !(200..<300).contains(response.status) {
                problem = "bad response status \(response.status) \(response.reason)"
            }
        } catch {
            problem = error.description
        }
        if let problem {
            metrics.errors[url].increment(by: batch.count)
            metrics.dropped[url].increment(by: batch.count)
            logger.error(
                "Error sending alerts",
                metadata: ["alertmanager": "\(url)", "count": "\(batch.count)", "err": "\(problem)"]
            )
        } else {
            metrics.latency[url].observe(began.duration(to: .now) / .seconds(1))
            metrics.sent[url].increment(by: batch.count)
        }
    }
}
