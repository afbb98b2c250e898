import Scraping
import Synchronization

/// A clock that stands still until it is told to go on.
final class ManualClock: Sendable {
    private struct Sleeper {
        let deadline: Int64
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var now: Int64 = 1_000_000_000
        var sleepers: [UInt64: Sleeper] = [:]
        var lastID: UInt64 = 0
        var watchers: [CheckedContinuation<Void, Never>] = []
    }

    /// 2023-11-14T22:13:20Z.
    static let epoch: Int64 = 1_700_000_000_000_000_000
    private let state = Mutex(State())

    var clock: ScrapeClock {
        ScrapeClock(
            wallNanoseconds: { Self.epoch + self.now },
            monotonicNanoseconds: { self.now },
            sleep: { await self.sleep($0) }
        )
    }

    var now: Int64 { state.withLock { $0.now } }

    /// Goes on and wakes who slept until then.
    func advance(milliseconds: Int64) {
        let due = state.withLock { state in
            state.now += milliseconds * 1_000_000
            let due = state.sleepers.filter { $0.value.deadline <= state.now }
            for id in due.keys { state.sleepers[id] = nil }
            return due
        }
        for sleeper in due.values { sleeper.continuation.resume() }
    }

    /// Goes on to the earliest time that somebody sleeps until, once there is somebody.
    func advanceToNextSleeper() async {
        while state.withLock({ $0.sleepers.isEmpty }) {
            await withCheckedContinuation { continuation in
                let isLate = state.withLock { state in
                    if state.sleepers.isEmpty { state.watchers.append(continuation) }
                    return !state.sleepers.isEmpty
                }
                if isLate { continuation.resume() }
            }
        }
        let next = state.withLock { state in state.sleepers.values.map(\.deadline).min() ?? state.now }
        advance(milliseconds: max(0, (next - now + 999_999) / 1_000_000))
    }

    private func sleep(_ deadline: Int64) async {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let watchers = state.withLock { state -> [CheckedContinuation<Void, Never>]? in
                    guard deadline > state.now, !Task.isCancelled else { return nil }
                    state.sleepers[id] = Sleeper(deadline: deadline, continuation: continuation)
                    defer { state.watchers = [] }
                    return state.watchers
                }
                guard let watchers else { return continuation.resume() }
                for watcher in watchers { watcher.resume() }
            }
        } onCancel: {
            let sleeper = state.withLock { $0.sleepers.removeValue(forKey: id) }
            sleeper?.continuation.resume()
        }
    }
}
