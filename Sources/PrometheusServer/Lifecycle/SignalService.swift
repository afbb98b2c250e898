import Logging
import ServiceLifecycle
import UnixSignals

/// Ends the server on SIGTERM, SIGINT or a request to quit.
struct SignalService: Service {
    /// Reached when a client asks the server to quit.
    let quitRequested: Milestone
    /// Shuts the group down in order.
    let shutDown: @Sendable () async -> Void
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Bool.self) { group in
                group.addTask { await receivedSignal() }
                group.addTask {
                    do { try await quitRequested.wait() } catch { return false }
                    logger.warning("Received termination request via web service, exiting gracefully...")
                    return true
                }
                if await group.next() == true { await shutDown() }
                group.cancelAll()
            }
        }
    }

    private func receivedSignal() async -> Bool {
        for await signal in await UnixSignalsSequence(trapping: .sigterm, .sigint) {
            let name = signal == .sigint ? "interrupt" : "terminated"
            logger.warning("Received an OS signal, exiting gracefully...", metadata: ["signal": "\(name)"])
            return true
        }
        return false
    }
}
