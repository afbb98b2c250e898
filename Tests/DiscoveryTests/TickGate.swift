/// Lets one waiter through for each tick.
struct TickGate: Sendable {
    private let ticks: AsyncStream<Void>

    init(_ ticks: AsyncStream<Void>) { self.ticks = ticks }

    /// Waits for the next tick.
    func next() async throws {
        for await _ in ticks { return }
        throw CancellationError()
    }
}
