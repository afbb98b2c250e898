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
    private let since = Atomic<Int64>(0)

    package init() {}

    package var stage: Stage { Stage(rawValue: stored.load(ordering: .relaxed)) ?? .starting }

    /// When the present stage began, if that was told.
    package var sinceMilliseconds: Int64 { since.load(ordering: .relaxed) }

    /// Moves to a stage; there is no way back from stopping.
    package func enter(_ stage: Stage, atMilliseconds now: Int64 = 0) {
        guard self.stage != .stopping else { return }
        since.store(now, ordering: .relaxed)
        stored.store(stage.rawValue, ordering: .relaxed)
    }

    /// What an endpoint answers that needs a ready server; `nil` if it is ready.
    package var refusal: OutgoingResponse? {
        let stage = stage
        guard stage != .ready else { return nil }
        var response = OutgoingResponse.text("Service Unavailable", status: 503)
        response.headers.append(("X-Prometheus-Stopping", stage == .stopping ? "true" : "false"))
        return response
    }
}
