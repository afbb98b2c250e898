internal import Logging
internal import PrometheusClient
internal import Dispatch
internal import HTTPClients
internal import PrometheusConfiguration
internal import PrometheusModel
internal import Synchronization

/// One of the lines that samples of a queue are sent over: one request after the other.
final class RemoteShard: Sendable {
    private struct State {
        var waiting: [RemoteBatch] = []
        var isClosed = false
        var consumer: CheckedContinuation<RemoteBatch?, Never>?
    }

    /// Reached when everything was sent, or given up.
    let finished = DispatchSemaphore(value: 0)
    private let queue: RemoteQueueContext
    private let capacity: Int
    private let state = Mutex(State())
    private let aborted: AsyncStream<Void>
    private let abortion: AsyncStream<Void>.Continuation

    init(_ queue: RemoteQueueContext) {
        self.queue = queue
        let sizes = queue.settings.queue
        capacity = max(1, sizes.capacity / sizes.maximumSamplesPerSend)
        (aborted, abortion) = AsyncStream.makeStream()
    }

    /// Whether a batch would be taken.
    var hasRoom: Bool { state.withLock { $0.consumer != nil || $0.waiting.count < capacity } }

    /// Takes a batch; `false` if there is no room.
    func offer(_ batch: RemoteBatch) -> Bool {
        let (isTaken, consumer) = state.withLock { state -> (Bool, CheckedContinuation<RemoteBatch?, Never>?) in
            if let consumer = state.consumer {
                state.consumer = nil
                return (true, consumer)
            }
            guard state.waiting.count < capacity else { return (false, nil) }
            state.waiting.append(batch)
            return (true, nil)
        }
        consumer?.resume(returning: batch)
        return isTaken
    }

    /// Ends when all that waits was sent.
    func close() {
        let consumer = state.withLock { state in
            state.isClosed = true
            return state.waiting.isEmpty ? state.consumer.take() : nil
        }
        consumer?.resume(returning: nil)
    }

    /// Gives up what was not sent.
    func abort() {
        close()
        abortion.finish()
    }

    /// Sends until the shard is closed.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.sendAll() }
            group.addTask { for await _ in self.aborted {} }
            await group.next()
            group.cancelAll()
        }
        giveUpRest()
        finished.signal()
    }

    private func sendAll() async {
        while let batch = await next() { await send(batch) }
    }

    private func next() async -> RemoteBatch? {
        await withCheckedContinuation { continuation in
            let (isReady, batch) = state.withLock { state -> (Bool, RemoteBatch?) in
                if !state.waiting.isEmpty { return (true, Task.isCancelled ? nil : state.waiting.removeFirst()) }
                if state.isClosed { return (true, nil) }
                state.consumer = continuation
                return (false, nil)
            }
            if isReady { continuation.resume(returning: batch) }
        }
    }

    private func giveUpRest() {
        let rest = state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
        for batch in rest { giveUp(batch) }
    }

    private func giveUp(_ batch: RemoteBatch) {
        queue.metrics.countFailed(batch.counts)
        queue.metrics.addPending(batch.counts, sign: -1)
        queue.noteAborted(batch.counts)
    }

    /// Sends a batch until it was taken, or refused for good.
    private func send(_ first: RemoteBatch) async {
        var batch = first
        var backoff = RemoteBackoff(queue.settings.queue)
        var attempt = 0
        let began = ContinuousClock.now
        while true {
            removeOld(&batch)
            guard batch.counts.total > 0 else { return finish(batch, began, isSent: false) }
            switch await attemptOnce(batch, attempt) {
            case .delivered(let response):
                checkWritten(batch, response)
                return finish(batch, began, isSent: true)
            case .rejected(let reason, let response):
                let written = response.map(RemoteWrittenCounts.init)?.counts ?? RemoteItemCounts()
                reject(batch, reason, batch.counts.subtracting(written))
                return finish(batch, began, isSent: true)
            case .cancelled: return giveUp(batch)
            case .recoverable(let reason, let retryAfter):
                queue.metrics.countRetried(batch.counts)
                let pause = backoff.pause(retryAfterMilliseconds: retryAfter)
                queue.noteRetry(reason, pauseMilliseconds: pause)
                attempt += 1
                // A cancellation shows in the next attempt.
                try? await Task.sleep(for: .milliseconds(pause))
                if Task.isCancelled { return giveUp(batch) }
            }
        }
    }

    private func attemptOnce(_ batch: RemoteBatch, _ attempt: Int) async -> RemoteRequestSender.Outcome {
        queue.metrics.countSent(batch.counts)
        queue.metrics.bytes.increment(by: batch.body.count)
        let start = ContinuousClock.now
        let outcome = await queue.sender.send(batch.body, attempt: attempt)
        queue.metrics.duration.observe(start.duration(to: .now) / .seconds(1))
        return outcome
    }

    private func removeOld(_ batch: inout RemoteBatch) {
        let limit = queue.settings.queue.sampleAgeLimitMilliseconds
        guard limit > 0 else { return }
        let removed = batch.removeItems(before: queue.clock.nowMilliseconds() - limit)
        guard removed.total > 0 else { return }
        queue.metrics.addPending(removed, sign: -1)
        queue.drop(.samples, .tooOld, removed.samples)
        queue.drop(.histograms, .tooOld, removed.histograms)
        queue.drop(.exemplars, .tooOld, removed.exemplars)
    }

    private func finish(_ batch: RemoteBatch, _ began: ContinuousClock.Instant, isSent: Bool) {
        queue.metrics.addPending(batch.counts, sign: -1)
        queue.noteSent(batch, took: began.duration(to: .now))
    }

    /// Compares what the endpoint says that it has written with what was sent.
    private func checkWritten(_ batch: RemoteBatch, _ response: HTTPClientResponse) {
        let written = RemoteWrittenCounts(response)
        guard queue.settings.message == .version2 || written.isGiven else { return }
        let counts = batch.counts
        if queue.settings.message == .version2, written.counts.total == 0 {
            let reason =
                "sent v2 request with \(counts.samples) samples, \(counts.histograms) histograms and "
                + "\(counts.exemplars) exemplars; got 2xx, but PRW 2.0 response header statistics indicate "
                + "\(written.counts.samples) samples, \(written.counts.histograms) histograms and "
                + "\(written.counts.exemplars) exemplars were accepted; assumining failure e.g. the target only "
                + "supports PRW 1.0 prometheus.WriteRequest, but does not check the Content-Type header correctly"
            return reject(batch, reason, counts)
        }
        let missing = counts.subtracting(written.counts)
        guard missing.total > 0 else { return }
        queue.metrics.countFailed(missing)
        queue.log(
            .error,
            "we got 2xx status code from the Receiver yet statistics indicate some data was not written; investigation needed",
            [
                ("failedSampleCount", "\(missing.samples)"), ("failedHistogramCount", "\(missing.histograms)"),
                ("failedExemplarCount", "\(missing.exemplars)"),
            ]
        )
    }

    private func reject(_ batch: RemoteBatch, _ reason: String, _ failed: RemoteItemCounts) {
        queue.metrics.countFailed(failed)
        queue.log(
            .error,
            "non-recoverable error",
            [
                ("failedSampleCount", "\(failed.samples)"), ("failedHistogramCount", "\(failed.histograms)"),
                ("failedExemplarCount", "\(failed.exemplars)"), ("err", reason),
            ]
        )
        if queue.settings.logsFailedRequests, queue.settings.message == .version2 {
            queue.log(.debug, "failed request", [("bytes", "\(batch.body.count)"), ("err", reason)])
        }
    }
}
