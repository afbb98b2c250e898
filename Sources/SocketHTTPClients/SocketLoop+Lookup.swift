internal import Synchronization

extension SocketLoop {
    /// What a host's name came to.
    enum Lookup: Sendable {
        case found([SocketAddress])
        case unknown
        case timedOut
        case cancelled
    }

    /// The addresses of a host; a name takes a while.
    func addresses(of endpoint: Endpoint, by deadline: Int64) async -> Lookup {
        let literal = SocketAddress.resolve(endpoint.host, endpoint.port, literalOnly: true)
        guard literal.isEmpty else { return .found(literal) }
        guard startThread() else { return .unknown }
        let id = state.withLock { $0.makeID() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isStopped = state.withLock { state in
                    if !state.isStopped { state.lookups[id] = (deadline, continuation) }
                    return state.isStopped
                }
                guard !isStopped else { return continuation.resume(returning: .cancelled) }
                noteDeadline(deadline)
                resolver.resolve(endpoint) { [self] in
                    state.withLock { $0.lookups[id] != nil }
                } finish: { [self] in
                    end(id, $0.isEmpty ? .unknown : .found($0))
                }
                // The handler may have come too early to find the lookup.
                if Task.isCancelled { end(id, .cancelled) }
            }
        } onCancel: {
            end(id, .cancelled)
        }
    }

    private func end(_ id: UInt64, _ lookup: Lookup) {
        state.withLock { $0.lookups.removeValue(forKey: id) }?.continuation.resume(returning: lookup)
    }
}
