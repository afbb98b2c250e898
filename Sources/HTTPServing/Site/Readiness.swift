import Synchronization

/// Whether the server can answer, as the composition root tells it.
package final class Readiness: Sendable {
    /// The stages of a server's life.
    package enum Stage: UInt8, Sendable {
        case starting
        case ready
        case stopping
    }

    private let stored = Atomic<UInt8>(Stage.starting.rawValue)

    package init() {}

    package var stage: Stage { Stage(rawValue: stored.load(ordering: .relaxed)) ?? .starting }

    /// Moves to a stage.
    package func enter(_ stage: Stage) { stored.store(stage.rawValue, ordering: .relaxed) }

    /// What an endpoint answers that needs a ready server; `nil` if it is ready.
    package var refusal: OutgoingResponse? {
        let stage = stage
        guard stage != .ready else { return nil }
        var response = OutgoingResponse.text("Service Unavailable", status: 503)
        response.headers.append(("X-Prometheus-Stopping", stage == .stopping ? "true" : "false"))
        return response
    }
}
