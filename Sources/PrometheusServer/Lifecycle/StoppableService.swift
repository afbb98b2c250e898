import Logging
import ServiceLifecycle

/// One part of the server as a service of the group: runs until the group shuts down and tells so in the log.
struct StoppableService: Service {
    private let stopping: String?
    private let stopped: String?
    private let logger: Logger
    private let work: @Sendable () async throws -> Void

    /// Takes what the log says before and after the part stops, and the part's work.
    init(
        _ stopping: String?,
        _ stopped: String?,
        _ logger: Logger,
        _ work: @escaping @Sendable () async throws -> Void
    ) {
        self.stopping = stopping
        self.stopped = stopped
        self.logger = logger
        self.work = work
    }

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                try await withTaskCancellationHandler {
                    try await work()
                    // A part with nothing to do, such as one without jobs, must not end the group.
                    await waitForever()
                } onCancel: {
                    if let message = stopping { logger.info("\(message)") }
                }
            }
        } catch is CancellationError {
            // The end that was asked for.
        }
        if let message = stopped { logger.info("\(message)") }
    }

    /// Returns when the task is cancelled.
    private func waitForever() async {
        // Only a cancellation ends it.
        try? await Milestone().wait()
    }
}
