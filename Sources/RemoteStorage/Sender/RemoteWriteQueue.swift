internal import Logging
internal import HTTPClients
internal import NativeThreads
internal import PrometheusConfiguration
internal import PrometheusModel
internal import Synchronization

/// The queue of one endpoint: a thread that reads the log, and shards that send.
final class RemoteWriteQueue: Sendable {
    private static let stackBytes = 512 << 10

    let identity: String
    let context: RemoteQueueContext
    private let environment: RemoteWriteEnvironment
    private let externalLabels: Labels
    private let bell = Doorbell()
    private let stopDeadline = Mutex<ContinuousClock.Instant?>(nil)
    private let shards: AsyncStream<RemoteShard>
    private let starting: AsyncStream<RemoteShard>.Continuation

    init?(
        _ settings: RemoteWriteSettings,
        _ client: any HTTPClient,
        externalLabels: Labels,
        _ environment: RemoteWriteEnvironment
    ) {
        let (name, url) = (settings.displayedName, settings.displayedURL)
        guard let metrics = RemoteQueueMetrics(environment.metrics, name: name, url: url) else { return nil }
        identity = settings.displayedText
        context = RemoteQueueContext(
            settings: settings,
            name: name,
            clock: environment.clock,
            metrics: metrics,
            sender: RemoteRequestSender(settings, environment, client),
            progress: RemoteQueueProgress(),
            logger: environment.log
        )
        self.environment = environment
        self.externalLabels = externalLabels
        (shards, starting) = AsyncStream.makeStream()
        metrics.setLimits(
            settings.queue.maximumSamplesPerSend,
            settings.queue.capacity,
            settings.queue.minimumShards...settings.queue.maximumShards
        )
        if settings.message == .version2, settings.metadata.isSent {
            context.log(
                .warning,
                "usage of 'metadata_config.send' is redundant when using remote write v2 (or higher) as metadata will always be gathered from the WAL and included for every series within each write request"
            )
        }
    }

    /// Lets the queue send what it has and end.
    func stop() {
        stopDeadline.withLock { $0 = $0 ?? .now + environment.flushDeadline }
        bell.ring()
    }

    /// Stops exposing the metrics of the queue.
    func removeMetrics() { environment.metrics.remove(context.name, context.settings.displayedURL) }

    /// Reads and sends until the queue is stopped.
    func run() async {
        environment.arrivals.add(bell)
        await withDiscardingTaskGroup { group in
            let isStarted = NativeThread.start(stackBytes: Self.stackBytes) { [self] in
                var reader = RemoteLogReader(
                    context,
                    environment,
                    externalLabels: externalLabels,
                    bell: bell,
                    stopDeadline: { self.stopDeadline.withLock { $0 } },
                    start: { self.starting.yield($0) }
                )
                reader.run()
                starting.finish()
            }
            guard isStarted else {
                context.log(.error, "no thread to read the log on")
                return
            }
            if context.settings.message == .version1, context.settings.metadata.isSent {
                group.addTask { await RemoteMetadataLoop(self.context, self.environment.families).run() }
            }
            for await shard in shards { group.addTask { await shard.run() } }
            group.cancelAll()
        }
        environment.arrivals.remove(bell)
    }
}
