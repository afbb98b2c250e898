internal import NativeThreads
internal import Synchronization

/// Looks hosts up on threads of its own, because the system's call waits for name servers, which tasks must not.
final class Resolver: Sendable {
    private struct Lookup {
        let endpoint: Endpoint
        let isWanted: @Sendable () -> Bool
        let finish: @Sendable ([SocketAddress]) -> Void
    }

    private struct State {
        var waiting: [Lookup] = []
        var threads = 0
    }

    /// More names wait; a server that does not answer holds a thread for some ten seconds.
    private static let mostThreads = 16
    private static let stackBytes = 512 << 10

    private let state = Mutex(State())

    /// Calls `finish` with the addresses of a host, none if it has none, unless nobody wants them when their turn comes.
    func resolve(
        _ endpoint: Endpoint,
        isWanted: @escaping @Sendable () -> Bool,
        finish: @escaping @Sendable ([SocketAddress]) -> Void
    ) {
        let needsThread = state.withLock { state in
            state.waiting.append(Lookup(endpoint: endpoint, isWanted: isWanted, finish: finish))
            guard state.threads < Self.mostThreads else { return false }
            state.threads += 1
            return true
        }
        guard needsThread, !NativeThread.start(stackBytes: Self.stackBytes, { [self] in run() }) else { return }
        state.withLock { $0.threads -= 1 }
    }

    private func run() {
        while let lookup = next() {
            guard lookup.isWanted() else { continue }
            let endpoint = lookup.endpoint
            lookup.finish(SocketAddress.resolve(endpoint.host, endpoint.port, literalOnly: false))
        }
    }

    /// The lookup that has waited longest; without one the thread ends.
    private func next() -> Lookup? {
        state.withLock { state in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.threads -= 1
            return nil
        }
    }
}
