import HTTPServing
import Notifications
import PromQL
import PrometheusModel
import TestSupport

@testable import WebAPI

/// The API of a server without anything around it.
enum ServicesFixture {
    /// One minute after the Unix epoch.
    static let now: Int64 = 60_000

    static func make(_ store: MemoryStore = MemoryStore()) -> APIServices {
        APIServices(
            engine: QueryEngine(options: QueryEngineOptions()),
            storage: store,
            database: { nil },
            clock: WallClock { now },
            scrapePools: { [] },
            targetMetadata: { [] },
            ruleGroups: { [] },
            alertmanagers: { AlertmanagerStatus(active: [], dropped: []) },
            receiver: nil,
            isAdminEnabled: false,
            configurationText: { "" },
            status: StatusFacts(
                build: [("version", "1.2.3")],
                flags: [],
                startTimeMilliseconds: 0,
                workingDirectory: "/",
                hostname: "host",
                storageRetention: "15d",
                externalOrigin: "http://localhost:9090",
                listenPort: 9090,
                replay: { (0, 0, 0) },
                reload: { (true, 0) },
                runtime: {
                    RuntimeFacts(
                        threadCount: 1,
                        processorCount: 1,
                        memoryLimitBytes: .max,
                        collectionPercentage: "",
                        debugSettings: ""
                    )
                },
                notifications: { [] }
            )
        )
    }

    /// The answer of the route that a request belongs to: its status and body.
    static func answer(_ method: String, _ target: String, _ services: APIServices) async -> (Int, String) {
        let path = target.prefix { $0 != "?" }
        for route in APIRoutes.make(services) where route.pattern == path && route.methods.contains(method) {
            let response = await route.respond(IncomingRequest(method, target))
            return (response.status, String(decoding: response.body.collect(), as: UTF8.self))
        }
        return (404, "")
    }
}
