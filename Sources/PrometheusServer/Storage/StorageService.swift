import Dispatch
import Logging
import PrometheusClient
import ServiceLifecycle
import Storage
import TSDB

/// Opens the data directory, keeps it open and in order, and closes it when everything that uses it has stopped.
struct StorageService: Service {
    let options: ServerOptions
    let database: LateDatabase
    /// Reached when the addresses are open: a server that cannot listen leaves the data alone.
    let listening: Milestone
    /// Reached when the database is open.
    let opened: Milestone
    let metrics: DatabaseMetrics
    let syncs: LogSyncMetrics
    let logger: Logger
    /// Called when the data directory is this server's.
    let onOpened: @Sendable () throws -> Void
    private let queue = DispatchQueue(label: "tsdb")

    init(
        options: ServerOptions,
        database: LateDatabase,
        listening: Milestone,
        opened: Milestone,
        metrics: DatabaseMetrics,
        syncs: LogSyncMetrics,
        logger: Logger,
        onOpened: @escaping @Sendable () throws -> Void
    ) {
        self.options = options
        self.database = database
        self.listening = listening
        self.opened = opened
        self.metrics = metrics
        self.syncs = syncs
        self.logger = logger
        self.onOpened = onOpened
    }

    func run() async throws {
        guard await isListening() else { return }
        if let problem = options.databaseProblem { throw ServerError.storage(problem) }
        logger.info("Starting TSDB ...")
        let opened = try await open()
        database.open(opened)
        if opened.lateLogStatistics != nil { syncs.beginLateLog() }
        try onOpened()
        logFileSystem()
        logger.info("TSDB started")
        opened.startMaintenance()
        self.opened.reach()
        try? await gracefulShutdown()
        await onQueue {
            do throws(StorageError) {
                try database.close()
            } catch {
                logger.error("error stopping storage", metadata: ["err": "\(error)"])
            }
        }
    }

    private func logFileSystem() {
        let kind = FileSystem.kind(of: options.dataDirectory) ?? "unknown"
        if FileSystem.isNetwork(kind) {
            logger.warning(
                """
                This filesystem is not supported and may lead to data corruption and data loss. Please carefully \
                read https://prometheus.io/docs/prometheus/latest/storage/ to learn more about supported filesystems.
                """,
                metadata: ["fs_type": "\(kind)"]
            )
        } else {
            logger.info("filesystem information", metadata: ["fs_type": "\(kind)"])
        }
    }

    /// Waits until the addresses are open; `false` if the server shuts down before.
    private func isListening() async -> Bool {
        await cancelWhenGracefulShutdown {
            do throws(CancellationError) {
                try await listening.wait()
                return true
            } catch {
                return false
            }
        }
    }

    /// Replays the log, which may take minutes; the others serve meanwhile.
    private func open() async throws(ServerError) -> Database {
        let logger = logger.component("tsdb")
        var options = options.database
        let syncs = syncs
        options.onReplay = { logger.log($0) }
        options.onEvent = { logger.log($0) }
        options.onSync = { syncs.observe($0, isLate: $1) }
        options.metrics = metrics
        let (directory, settings) = (self.options.dataDirectory, options)
        let result = await onQueue {
            Result { () throws(StorageError) in try Database.open(directory: directory, options: settings) }
        }
        switch result {
        case .success(let database):
            logger.logLosses(database.replayStatistics)
            return database
        case .failure(let error): throw .storage("opening storage failed: \(error)")
        }
    }

    /// Does blocking work on a thread of its own.
    private func onQueue<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: work()) }
        }
    }
}
