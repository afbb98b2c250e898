import Logging
import PrometheusConfiguration
import PrometheusModel
import ServiceLifecycle
import Synchronization
import UnixSignals

/// Loads the configuration when the storage is open, and again on SIGHUP and on request, one load at a time.
final class ReloadService: Service {
    private struct State {
        var isClosed = false
        var waiting: [CheckedContinuation<String?, Never>] = []
        /// The checksum of the files of the configuration that holds.
        var checksum: UInt64?
    }

    private let file: ConfigurationFile
    private let steps: [ConfigurationStep]
    private let loaded: LoadedConfiguration
    private let clock: WallClock
    private let logger: Logger
    private let opened: Milestone
    /// How often the files are looked at; `nil` if they are not.
    private let watchInterval: Duration?
    private let onReady: @Sendable () -> Void
    private let state = Mutex(State())
    private let wakeUps: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation

    /// Takes what a load needs: the first one waits for `opened` and calls `onReady` when it is done.
    init(
        file: ConfigurationFile,
        steps: [ConfigurationStep],
        loaded: LoadedConfiguration,
        clock: WallClock,
        logger: Logger,
        opened: Milestone,
        watchInterval: Duration?,
        onReady: @escaping @Sendable () -> Void
    ) {
        self.file = file
        self.steps = steps
        self.loaded = loaded
        self.clock = clock
        self.logger = logger
        self.opened = opened
        self.watchInterval = watchInterval
        self.onReady = onReady
        (wakeUps, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Loads the configuration.
    /// - Returns: Why it was not taken, `nil` if it was.
    func reload() async -> String? {
        await withCheckedContinuation { continuation in
            let isClosed = state.withLock { state in
                if !state.isClosed { state.waiting.append(continuation) }
                return state.isClosed
            }
            if isClosed { continuation.resume(returning: "the server is shutting down") } else { wake.yield() }
        }
    }

    func run() async throws {
        defer { close() }
        try await cancelWhenGracefulShutdown { [self] in
            do { try await opened.wait() } catch { return }
            if let problem = await load() {
                throw ServerError.configuration("error loading config from \(file.path.quoted): \(problem)")
            }
            onReady()
            logger.info("Server is ready to receive web requests.")
            try await withThrowingDiscardingTaskGroup { group in
                group.addTask { await self.watchSignals() }
                group.addTask { await self.watchFiles() }
                await answerRequests()
                group.cancelAll()
            }
        }
    }

    private func watchSignals() async {
        for await _ in await UnixSignalsSequence(trapping: .sighup) { wake.yield() }
    }

    /// Asks for a load whenever the files are not those of the configuration that holds, until the task is cancelled.
    private func watchFiles() async {
        guard let watchInterval else { return }
        while true {
            do { try await Task.sleep(for: watchInterval) } catch { return }
            do throws(ConfigurationError) {
                let checksum = try ConfigurationChecksum.checksum(ofFile: file.path)
                guard checksum != state.withLock({ $0.checksum }) else { continue }
            } catch {
                logger.error(
                    "Failed to generate checksum during configuration reload",
                    metadata: ["err": "\(error)"]
                )
                continue
            }
            logger.info("Configuration file change detected, reloading the configuration.")
            wake.yield()
        }
    }

    private func answerRequests() async {
        for await _ in wakeUps {
            let problem = await load()
            if let problem { logger.error("Error reloading config", metadata: ["err": "\(problem)"]) }
            let waiting = state.withLock { state in
                defer { state.waiting = [] }
                return state.waiting
            }
            for continuation in waiting { continuation.resume(returning: problem) }
        }
    }

    private func close() {
        let waiting = state.withLock { state in
            state.isClosed = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume(returning: "the server is shutting down") }
    }

    /// Reads, prepares and applies, in this order.
    private func load() async -> String? {
        let start = ContinuousClock.now
        logger.info("Loading configuration file", metadata: ["filename": "\(file.path)"])
        let problem: String?
        // Taken before the files are read: what changes meanwhile is another change.
        let checksum = watchInterval == nil ? nil : try? ConfigurationChecksum.checksum(ofFile: file.path)
        do throws(ConfigurationError) {
            let configuration = try file.load()
            problem = await apply(configuration, start)
        } catch {
            problem = "couldn't load configuration (--config.file=\(file.path.quoted)): \(error)"
        }
        if problem != nil {
            loaded.failed(atMilliseconds: clock.nowMilliseconds())
        } else {
            state.withLock { $0.checksum = checksum }
        }
        return problem
    }

    private func apply(_ configuration: ServerConfiguration, _ start: ContinuousClock.Instant) async -> String? {
        var changes: [(name: String, change: ConfigurationStep.Change, took: Duration)] = []
        for step in steps {
            let began = ContinuousClock.now
            do {
                changes.append((step.name, try await step.prepare(configuration), began.duration(to: .now)))
            } catch {
                logger.error("Failed to apply configuration", metadata: ["err": "\(error)"])
                return
                    "one or more errors occurred while applying the new configuration (--config.file=\(file.path.quoted))"
            }
        }
        var metadata: Logger.Metadata = ["filename": "\(file.path)"]
        for (name, change, preparation) in changes {
            let began = ContinuousClock.now
            await change()
            metadata[name] = "\((preparation + began.duration(to: .now)).goText)"
        }
        for warning in configuration.warnings { logger.warning("\(warning)") }
        loaded.succeeded(configuration, atMilliseconds: clock.nowMilliseconds())
        metadata["totalDuration"] = "\(start.duration(to: .now).goText)"
        logger.info("Completed loading of configuration file", metadata: metadata)
        return nil
    }
}
