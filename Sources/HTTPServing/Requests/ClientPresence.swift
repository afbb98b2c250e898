import Synchronization

/// Whether the one who sent a request still waits for the answer.
package final class ClientPresence: Sendable {
    private struct State {
        var isGone = false
        var nextID = 0
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    package var isGone: Bool { state.withLock { $0.isGone } }

    /// Tells everyone who waits that the client has closed its side of the connection.
    package func leave() {
        let waiters = state.withLock { state in
            state.isGone = true
            defer { state.waiters = [:] }
            return state.waiters.values
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Runs `work`, and cancels it when the client goes away.
    package func whilePresent<Success: Sendable>(_ work: @escaping @Sendable () async throws -> Success) async throws
        -> Success
    {
        try await withThrowingTaskGroup(of: Success?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                await self.waitUntilGone()
                return nil
            }
            while let first = try await group.next() {
                group.cancelAll()
                if let first { return first }
            }
            throw CancellationError()
        }
    }

    /// Returns when the client has gone, or when the task is cancelled.
    private func waitUntilGone() async {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    guard !state.isGone, !Task.isCancelled else { return true }
                    state.waiters[id] = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: id) }?.resume()
        }
    }
}
