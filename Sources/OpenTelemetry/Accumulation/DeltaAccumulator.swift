internal import PrometheusModel
internal import Synchronization

/// Adds points that count from the one before them up, so that they count from the start of their series.
///
/// What is known of a series is forgotten when it has had no point for a while, and when the server ends.
final class DeltaAccumulator: Sendable {
    /// How long a series is remembered without a point.
    static let staleMilliseconds: Int64 = 300_000

    private typealias Point = ExportRequest.Point

    private struct Sum: Sendable {
        var point: Point
        /// When its last point came.
        var seenMilliseconds: Int64
    }

    private struct State: Sendable {
        var sums: [DeltaStream: Sum] = [:]
        var sweptMilliseconds: Int64 = 0
    }

    private let clock: WallClock
    private let state = Mutex(State())

    init(clock: WallClock) { self.clock = clock }

    /// The number of series that are remembered.
    var count: Int { state.withLock { $0.sums.count } }

    /// Turns the deltas of a request into sums; points that come late or twice are left out, and metrics without others.
    func accumulate(_ export: inout ExportRequest) {
        let now = clock.nowMilliseconds()
        state.withLock { state in
            Self.sweep(&state, now)
            for resource in export.resources.indices {
                for scope in export.resources[resource].scopes.indices {
                    let metrics = export.resources[resource].scopes[scope].metrics
                    export.resources[resource].scopes[scope].metrics = metrics.compactMap { metric in
                        guard Self.isAccumulated(metric) else { return metric }
                        let (origin, place) = (export.resources[resource], export.resources[resource].scopes[scope])
                        return Self.accumulated(metric, origin, place, &state, now)
                    }
                }
            }
        }
    }

    private static func isAccumulated(_ metric: ExportRequest.Metric) -> Bool {
        guard metric.temporality == .delta, !metric.points.isEmpty else { return false }
        return metric.kind == .sum || metric.kind == .histogram || metric.kind == .exponentialHistogram
    }

    private static func accumulated(
        _ metric: ExportRequest.Metric,
        _ resource: ExportRequest.ResourceMetrics,
        _ scope: ExportRequest.ScopeMetrics,
        _ state: inout State,
        _ now: Int64
    ) -> ExportRequest.Metric? {
        var result = metric
        result.temporality = .cumulative
        result.points = metric.points.compactMap { point in
            // Refused where it is translated.
            guard metric.kind != .exponentialHistogram || Point.scales.contains(point.scale) else { return point }
            let stream = DeltaStream(resource, scope, metric, point)
            guard !point.hasNoValue else {
                state.sums[stream] = nil
                return point
            }
            guard var sum = state.sums[stream]?.point else {
                var first = point
                first.exemplars = []
                state.sums[stream] = Sum(point: first, seenMilliseconds: now)
                return point
            }
            // Of an older series, or late.
            guard point.startNanoseconds >= sum.startNanoseconds, point.timeNanoseconds > sum.timeNanoseconds else {
                return nil
            }
            sum.add(point, metric.kind)
            sum.timeNanoseconds = point.timeNanoseconds
            state.sums[stream] = Sum(point: sum, seenMilliseconds: now)
            sum.exemplars = point.exemplars
            return sum
        }
        return result.points.isEmpty ? nil : result
    }

    private static func sweep(_ state: inout State, _ now: Int64) {
        guard now - state.sweptMilliseconds >= staleMilliseconds / 5 else { return }
        state.sweptMilliseconds = now
        state.sums = state.sums.filter { now - $0.value.seenMilliseconds < staleMilliseconds }
    }
}
