import Logging
import ServiceLifecycle

/// One part of the server as a service of the group: runs until the group shuts down and tells so in the log.
struct StoppableService: Service {
    /// What the log says before and after the part has stopped.
    struct Messages {
        var stopping: String?
        var stopped: String?
    }

    private let messages: Messages
    private let logger: Logger
    private let work: @Sendable () async throws -> Void

    init(_ messages: Messages, _ logger: Logger, _ work: @escaping @Sendable () async throws -> Void) {
        self.messages = messages
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
                    if let message = messages.stopping { logger.info("\(message)") }
                }
            }
        } catch is CancellationError {
            // The end that was asked for.
        }
        if let message = messages.stopped { logger.info("\(message)") }
    }

    /// Returns when the task is cancelled.
    private func waitForever() async {
        // Only a cancellation ends it.
        try? await Milestone().wait()
    }
}
