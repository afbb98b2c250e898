import Dispatch
import Logging
import PrometheusClient
import PrometheusModel
import ServiceLifecycle
import Storage
import TSDB

/// Opens the agent's directory, shortens its log from time to time, and closes it when everything that uses it has stopped.
struct AgentStorageService: Service {
    let directory: String
    let options: AgentOptions
    /// Why the storage cannot be opened with the flags that were given.
    let problem: String?
    let truncationInterval: Duration
    let storage: LateAgentStorage
    let clock: WallClock
    /// Reached when the addresses are open: an agent that cannot listen leaves the data alone.
    let listening: Milestone
    /// Reached when the storage is open.
    let opened: Milestone
    /// The time up to which every endpoint has everything.
    let lowestSentMilliseconds: @Sendable () -> Int64?
    let truncationSeconds: Summary
    let logger: Logger
    private let queue = DispatchQueue(label: "agent")

    init(
        directory: String,
        settings: AgentSettings,
        storage: LateAgentStorage,
        clock: WallClock,
        listening: Milestone,
        opened: Milestone,
        lowestSentMilliseconds: @escaping @Sendable () -> Int64?,
        truncationSeconds: Summary,
        logger: Logger
    ) {
        self.directory = directory
        options = settings.storage
        problem = settings.problem
        truncationInterval = settings.truncationInterval
        self.storage = storage
        self.clock = clock
        self.listening = listening
        self.opened = opened
        self.lowestSentMilliseconds = lowestSentMilliseconds
        self.truncationSeconds = truncationSeconds
        self.logger = logger
    }

    func run() async throws {
        let isListening = await cancelWhenGracefulShutdown { (try? await listening.wait()) != nil }
        guard isListening else { return }
        if let problem { throw ServerError.storage(problem) }
        logger.info("Starting WAL storage ...")
        storage.open(try await open())
        logger.info("Agent WAL storage started")
        opened.reach()
        await cancelWhenGracefulShutdown { await truncateRegularly() }
        await onQueue {
            do throws(StorageError) {
                try storage.close()
            } catch {
                logger.error("error stopping storage", metadata: ["err": "\(error)"])
            }
        }
    }

    /// Replays the log, which may take a while; the others serve meanwhile.
    private func open() async throws(ServerError) -> AgentStorage {
        let (directory, options) = (directory, options)
        logger.info("replaying WAL, this may take a while", metadata: ["dir": "\(directory)/wal"])
        let result = await onQueue {
            Result { () throws(StorageError) in try AgentStorage.open(directory: directory, options: options) }
        }
        switch result {
        case .success(let storage): return storage
        case .failure(let error): throw .storage("opening storage failed: \(error)")
        }
    }

    /// Shortens the log at each interval, until the task is cancelled.
    private func truncateRegularly() async {
        while !Task.isCancelled {
            do { try await Task.sleep(for: truncationInterval) } catch { return }
            await onQueue { truncate() }
        }
    }

    private func truncate() {
        let now = clock.nowMilliseconds()
        let time = options.truncationTime(lowestSent: lowestSentMilliseconds() ?? 0, now: now)
        logger.debug("Truncating the WAL", metadata: ["ts": "\(time)"])
        let start = ContinuousClock.now
        do throws(StorageError) {
            try storage.storage?.truncate(before: time)
        } catch {
            logger.warning("failed to truncate WAL", metadata: ["err": "\(error)"])
        }
        truncationSeconds.observe(start.duration(to: .now) / .seconds(1))
    }

    /// Does blocking work on a thread of its own.
    private func onQueue<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: work()) }
        }
    }
}
