import HTTPServing
import PrometheusClient
import PrometheusExposition
import PrometheusModel

extension Route {
    /// Health, readiness, reloading, quitting and the server's own metrics.
    static func lifecycle(
        isAgent: Bool = false,
        isEnabled: Bool,
        registry: Registry,
        metrics: ExpositionMetrics,
        reload: @escaping @Sendable () async -> String?,
        quit: @escaping @Sendable () -> Bool,
        build: [(name: String, value: String)]
    ) -> [Route] {
        let facts = "{" + build.map { "\($0.name.quoted):\($0.value.quoted)" }.joined(separator: ",") + "}"
        let program = isAgent ? "Prometheus Agent" : "Prometheus Server"
        return [
            Route(["HEAD"], "/-/healthy", .always, .never) { _ in OutgoingResponse(status: 200) }.brief,
            Route(["HEAD"], "/-/ready", .whenReady, .never) { _ in OutgoingResponse(status: 200) }.brief,
            Route(["GET"], "/version", .always, .never) { _ in .text(facts) },
            Route(["GET", "HEAD"], "/-/reload", .always, .never) { _ in .needsPost },
            Route(["GET", "HEAD"], "/-/quit", .always, .never) { _ in .needsPost },
            Route(["GET"], "/-/healthy", .always, .never) { _ in .text("\(program) is Healthy.\n") }.brief,
            Route(["GET"], "/-/ready", .whenReady, .never) { _ in .text("\(program) is Ready.\n") }.brief,
            Route(["POST", "PUT"], "/-/reload", .always, .never) { _ in
                guard isEnabled else { return .lifecycleIsOff }
                guard let problem = await reload() else { return OutgoingResponse(status: 200) }
                return .failure("failed to reload config: \(problem)", status: 500)
            },
            Route(["POST", "PUT"], "/-/quit", .always, .never) { _ in
                guard isEnabled else { return .lifecycleIsOff }
                return .text(quit() ? "Requesting termination... Goodbye!" : "Termination already in progress.")
            },
            exposition(registry, exposition: metrics),
        ]
    }
}

extension Route {
    /// The server's own metrics, in the format and the compression that the client prefers.
    private static func exposition(_ registry: Registry, exposition metrics: ExpositionMetrics) -> Route {
        Route(["GET", "HEAD"], "/metrics", .always, .never) { request in
            metrics.inFlight.increment()
            defer { metrics.inFlight.decrement() }
            let answer = ExpositionNegotiation(
                accept: request.header("accept") ?? "",
                acceptEncoding: request.header("accept-encoding") ?? ""
            )
            metrics.succeeded.increment()
            return answer.response(registry.gather())
        }
    }
}

extension OutgoingResponse {
    fileprivate static var needsPost: OutgoingResponse { .text("Only POST or PUT requests allowed", status: 405) }
    fileprivate static var lifecycleIsOff: OutgoingResponse { .text("Lifecycle API is not enabled.", status: 403) }
}
