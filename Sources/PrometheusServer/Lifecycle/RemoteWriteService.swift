import RemoteStorage
import ServiceLifecycle

/// Remote write as a service of the group: when that shuts down, the queues send what they have before it ends.
struct RemoteWriteService: Service {
    let coordinator: RemoteWriteCoordinator

    func run() async throws {
        await withGracefulShutdownHandler {
            await coordinator.run()
        } onGracefulShutdown: {
            coordinator.stop()
        }
    }
}
