import Synchronization

/// The rows of a part that stands in a query more than once, from its first evaluation to its last.
final class SharedRows: Sendable {
    /// The rows at the steps of a grid, and what they count for wherever they stand.
    struct Result: Sendable {
        let grid: StepGrid
        var rows: [SeriesRow]
        let queryable: [SampleCounts.Pair]

        /// How many samples they hold.
        var weight: Int { rows.reduce(0) { $0 + $1.weight } }
    }

    private struct State {
        /// How often the part is still to be evaluated.
        var uses = 0
        var result: Result?
    }

    private let state = Mutex(State())

    /// Notes a place where the part stands.
    func addUse() { state.withLock { $0.uses += 1 } }

    /// Whether a result will be asked for again.
    var isAwaited: Bool { state.withLock { $0.uses > 1 } }

    /// Keeps a result for the other places.
    func keep(_ result: Result) {
        state.withLock {
            $0.result = result
            $0.uses -= 1
        }
    }

    /// The result if it is known for these steps; the last place takes it away.
    func take(_ grid: StepGrid) -> (result: Result, isLast: Bool)? {
        state.withLock { state in
            guard let result = state.result, result.grid == grid else { return nil }
            state.uses -= 1
            guard state.uses <= 0 else { return (result, false) }
            state.result = nil
            return (result, true)
        }
    }
}
