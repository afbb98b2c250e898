internal import Synchronization

/// Where the watchers of services put their groups; what a stopped watcher still says is not taken.
final class ConsulBoard: Sendable {
    /// Who watches what.
    private struct State {
        var watchers: [String: Int] = [:]
        var count = 0
    }

    let groups: AsyncStream<[TargetGroup]>
    private let adding: AsyncStream<[TargetGroup]>.Continuation
    private let state = Mutex(State())

    init() { (groups, adding) = AsyncStream.makeStream() }

    /// The services that are watched.
    var services: Set<String> { state.withLock { Set($0.watchers.keys) } }

    /// Registers a watcher; its number.
    func begin(_ service: String) -> Int {
        state.withLock { state in
            state.count += 1
            state.watchers[service] = state.count
            return state.count
        }
    }

    /// Takes a watcher's group.
    func put(_ group: TargetGroup, by watcher: Int) {
        state.withLock { state in
            if state.watchers[group.source] == watcher { adding.yield([group]) }
        }
    }

    /// Forgets a service and takes back its group.
    func end(_ service: String) {
        state.withLock { state in
            state.watchers[service] = nil
            adding.yield([TargetGroup(source: service, targets: [])])
        }
    }

    /// Tells that there is nothing.
    func putNothing() { adding.yield([]) }
}
