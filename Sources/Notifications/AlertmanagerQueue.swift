internal import HTTPClients
internal import Logging
internal import PrometheusClient
internal import Synchronization

/// The queue of one Alertmanager and the loop that empties it.
final class AlertmanagerQueue: Sendable {
    private struct State {
        var waiting: [AlertNotification] = []
        var isStopped = false
    }

    let url: String
    private let client: any HTTPClient
    private let timeout: Duration
    private let options: NotificationOptions
    private let metrics: AlertmanagerMetrics
    private let logger: Logger
    private let state = Mutex(State())
    private let wakeUps: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation

    init(
        url: String,
        client: any HTTPClient,
        timeout: Duration,
        options: NotificationOptions,
        metrics: AlertmanagerMetrics,
        logger: Logger
    ) {
        self.url = url
        self.client = client
        self.timeout = timeout
        self.options = options
        self.metrics = metrics
        self.logger = logger
        (wakeUps, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Adds alerts; the oldest make room for them.
    ///
    /// A queue that was stopped takes none.
    func add(_ alerts: [AlertNotification]) {
        let surplus = max(0, alerts.count - options.queueCapacity)
        let displaced = state.withLock { state -> Int? in
            guard !state.isStopped else { return nil }
            state.waiting += alerts.dropFirst(surplus)
            let excess = max(0, state.waiting.count - options.queueCapacity)
            state.waiting.removeFirst(excess)
            return excess
        }
        guard let displaced else { return }
        metrics.queueLength.increment(by: Double(alerts.count - surplus - displaced))
        reportDropped(surplus, "Alert batch larger than queue capacity, dropping alerts")
        reportDropped(displaced, "Alert notification queue full, dropping alerts")
        wake.yield()
    }

    private func reportDropped(_ count: Int, _ message: Logger.Message) {
        guard count > 0 else { return }
        metrics.dropped.increment(by: count)
        logger.warning(message, metadata: ["alertmanager": "\(url)", "count": "\(count)"])
    }

    /// Ends the loop, either after all that waits was sent or, if the options say so, after the request under way.
    func stop() {
        state.withLock { $0.isStopped = true }
        wake.finish()
    }

    /// Sends until the queue is stopped.
    ///
    /// Cancelling the task would abandon requests: the owner of the queue stops it instead.
    func run() async {
        for await _ in wakeUps { await sendAll() }
        await sendAll()
        let rest = state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting.count
        }
        metrics.queueLength.decrement(by: Double(rest))
        reportDropped(rest, "Alert notification queue not drained on shutdown, dropping alerts")
    }

    private func sendAll() async {
        while let batch = nextBatch() { await send(batch) }
    }

    /// Takes the oldest alerts out of the queue; `nil` if there is nothing to send any more.
    private func nextBatch() -> [AlertNotification]? {
        let batch = state.withLock { state -> [AlertNotification] in
            if state.isStopped, !options.drainsOnShutdown { return [] }
            let batch = Array(state.waiting.prefix(options.batchSize))
            state.waiting.removeFirst(batch.count)
            return batch
        }
        metrics.queueLength.decrement(by: Double(batch.count))
        return batch.isEmpty ? nil : batch
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
            metrics.errors.increment(by: batch.count)
            metrics.dropped.increment(by: batch.count)
            logger.error(
                "Error sending alerts",
                metadata: ["alertmanager": "\(url)", "count": "\(batch.count)", "err": "\(problem)"]
            )
        } else {
            metrics.latency.observe(began.duration(to: .now) / .seconds(1))
            metrics.sent.increment(by: batch.count)
        }
    }
}
