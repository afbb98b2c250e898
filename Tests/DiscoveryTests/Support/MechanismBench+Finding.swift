@testable import Discovery
import HTTPClients
import Synchronization

extension MechanismBench {
    /// The first groups that the elements of `text` find.
    static func firstFound(_ text: String, _ client: any HTTPClient) async throws -> [TargetGroup] {
        try await MechanismBench(client).firstFound(try settings(text))
    }

    /// The first groups that `settings` find.
    func firstFound(_ settings: [DiscoverySettings]) async throws -> [TargetGroup] {
        let found = Mutex<[TargetGroup]>([])
        try await run {
            await manager.apply(["job": settings])
            let groups = try await groups()
            found.withLock { $0 = groups }
        }
        return found.withLock { $0 }
    }
}
