internal import CEpoll
internal import NativeThreads
internal import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// One thread that reads the answers on all connections, and the connections that are kept for the next request.
///
/// Requests are written by the tasks that send them, so that a request costs one wake-up of this thread for each piece of
/// its answer and nothing else. Tasks that prefer it as their executor run on the same thread: they go on where the
/// answer was read, without waking another thread.
package final class SocketLoop: Sendable {
    enum ThreadState {
        case none
        case running
        case ended
    }

    struct State {
        var connections: [UInt64: Connection] = [:]
        /// Connections without a request, the last used last, with the time when they were left.
        var idle: [Endpoint: [(connection: Connection, since: Int64)]] = [:]
        var sleepers: [UInt64: (deadline: Int64, continuation: CheckedContinuation<Void, Never>)] = [:]
        /// Parts of tasks that are to be run.
        var jobs: [UnownedJob] = []
        var lookups: [UInt64: (deadline: Int64, continuation: CheckedContinuation<Lookup, Never>)] = [:]
        var lastID: UInt64 = 0
        /// No request or lookup has to end before this time.
        var nextDeadline = Int64.max
        /// When idle connections are looked at again.
        var nextSweep: Int64 = 0
        /// Until when the thread waits if nothing happens; the past while it works.
        var waitsUntil = Int64.min
        var thread = ThreadState.none
        var isStopped = false

        mutating func makeID() -> UInt64 {
            lastID += 1
            return lastID
        }

        /// Whether the thread waits longer than to this time and has to be woken; it is asked to only once.
        mutating func isLate(for deadline: Int64) -> Bool {
            guard deadline < waitsUntil else { return false }
            waitsUntil = .min
            return true
        }
    }

    /// Longer than any usual scrape interval, as upstream.
    private static let idleNanoseconds: Int64 = 300_000_000_000
    /// How often idle connections are looked at.
    private static let sweepNanoseconds: Int64 = 30_000_000_000
    private static let readBytes = 256 << 10
    /// As much as other threads that run tasks have.
    private static let stackBytes = 8 << 20
    private static let mostEvents = 128
    /// The identifier of the event that wakes the thread.
    private static let wakeID: UInt64 = 0

    let state = Mutex(State())
    let resolver = Resolver()
    private let epoll: Int32
    private let wakeEvent: Int32

    /// Makes a loop, which has to be stopped; its thread starts with the first request.
    ///
    /// `nil` if the system has no descriptors for it.
    package init?() {
        let (epoll, wakeEvent) = (vencejo_epoll_create(), vencejo_event_create())
        (self.epoll, self.wakeEvent) = (epoll, wakeEvent)
        guard epoll >= 0, wakeEvent >= 0, vencejo_epoll_add(epoll, wakeEvent, Self.wakeID) == 0 else { return nil }
    }

    deinit {
        if epoll >= 0 { close(epoll) }
        if wakeEvent >= 0 { close(wakeEvent) }
    }

    /// Nanoseconds of the monotonic clock.
    package static var now: Int64 {
        var time = timespec()
        // Safe: the call fills the structure that it is given.
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// Closes all connections, cancels what waits for them, and ends the thread.
    ///
    /// Requests after that are cancelled.
    package func stop() {
        let (connections, lookups, sleepers) = state.withLock { state in
            state.isStopped = true
            state.idle = [:]
            defer { (state.connections, state.lookups, state.sleepers) = ([:], [:], [:]) }
            return (state.connections.values, state.lookups.values, state.sleepers.values)
        }
        for connection in connections { perform(connection.close(.cancelled), connection) }
        for lookup in lookups { lookup.continuation.resume(returning: .cancelled) }
        for sleeper in sleepers { sleeper.continuation.resume() }
        wake()
    }

    // MARK: Requests

    /// A connection that is kept for this endpoint.
    func takeIdle(_ endpoint: Endpoint) -> Connection? {
        state.withLock { $0.idle[endpoint]?.popLast()?.connection }
    }

    /// Sends a request on a new connection and waits for what becomes of it.
    func exchange(
        _ request: PlainRequest,
        with endpoint: Endpoint,
        at address: SocketAddress,
        connectBy: Int64
    ) async -> Exchange.Outcome {
        let connection: Connection
        do throws(SocketFailure) {
            let socket = try Socket.connecting(to: address)
            connection = Connection(state.withLock { $0.makeID() }, endpoint, address, socket)
            guard startThread() else { throw SocketFailure(call: "pthread_create", number: EAGAIN) }
        } catch {
            return .failed(error, .untouched)
        }
        let isStopped = state.withLock { state in
            if !state.isStopped { state.connections[connection.id] = connection }
            return state.isStopped
        }
        guard !isStopped else { return .cancelled }
        return await exchange(request, on: connection, watchedBy: epoll, connectBy: connectBy)
    }

    /// Sends a request on a kept connection and waits for what becomes of it.
    func exchange(_ request: PlainRequest, on connection: Connection) async -> Exchange.Outcome {
        await exchange(request, on: connection, watchedBy: nil, connectBy: .max)
    }

    private func exchange(
        _ request: PlainRequest,
        on connection: Connection,
        watchedBy epoll: Int32?,
        connectBy: Int64
    ) async -> Exchange.Outcome {
        let id = state.withLock { $0.makeID() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                perform(connection.start(request, id, continuation, watchedBy: epoll, connectBy: connectBy), connection)
                // After the start: a sweep in between would forget a deadline whose request it does not see.
                noteDeadline(min(request.deadline, connectBy))
                // The handler may have come too early to find the request.
                if Task.isCancelled { perform(connection.cancel(id), connection) }
            }
        } onCancel: {
            perform(connection.cancel(id), connection)
        }
    }

    /// Makes the thread look at deadlines at this time.
    func noteDeadline(_ deadline: Int64) {
        let mustWake = state.withLock { state in
            state.nextDeadline = min(state.nextDeadline, deadline)
            return state.isLate(for: deadline)
        }
        if mustWake { wake() }
    }

    /// Ends the thread's waiting.
    func wake() { vencejo_event_signal(wakeEvent) }

    /// - Returns: whether the connection wants another turn.
    @discardableResult private func perform(_ action: Connection.Action, _ connection: Connection) -> Bool {
        switch action {
        case .none: return false
        case .more: return true
        case .reuse(let exchange, let outcome):
            state.withLock { state in
                guard !state.isStopped else { return }
                state.idle[connection.endpoint, default: []].append((connection, Self.now))
            }
            exchange.continuation.resume(returning: outcome)
        case .remove(let exchange, let outcome):
            let isStopped = state.withLock { state in
                state.connections[connection.id] = nil
                state.idle[connection.endpoint]?.removeAll { $0.connection === connection }
                return state.isStopped
            }
            exchange?.continuation.resume(returning: isStopped ? .cancelled : outcome)
        }
        return false
    }

    // MARK: Thread

    /// Starts the thread if it is not running; `false` if the system has none.
    func startThread() -> Bool {
        state.withLock { state in
            if state.thread == .none, !state.isStopped {
                let isStarted = NativeThread.start(stackBytes: Self.stackBytes) { [self] in run() }
                state.thread = isStarted ? .running : .none
            }
            return state.thread == .running || state.isStopped
        }
    }

    private func run() {
        var buffer = [UInt8](repeating: 0, count: Self.readBytes)
        var identifiers = [UInt64](repeating: 0, count: Self.mostEvents)
        var events = [UInt32](repeating: 0, count: Self.mostEvents)
        var unfinished: [Connection] = []
        while let timeout = nextTimeout(isBusy: !unfinished.isEmpty) {
            // Safe: both arrays have room for that many elements.
            let most = Int32(Self.mostEvents)
            let count = Int(unsafe vencejo_epoll_wait(epoll, &identifiers, &events, most, timeout))
            let again = unfinished
            unfinished.removeAll()
            for connection in again {
                let action = connection.handle(UInt32(VENCEJO_EPOLL_READABLE), &buffer)
                if perform(action, connection) { unfinished.append(connection) }
            }
            for index in 0..<count where identifiers[index] != Self.wakeID {
                guard let connection = state.withLock({ $0.connections[identifiers[index]] }) else { continue }
                let action = connection.handle(events[index], &buffer)
                if perform(action, connection) { unfinished.append(connection) }
            }
            wakeSleepers()
            runJobs()
        }
    }

    /// Milliseconds to wait; `nil` to end, when no job is left.
    private func nextTimeout(isBusy: Bool) -> Int32? {
        let now = Self.now
        if state.withLock({ $0.nextDeadline <= now || $0.nextSweep <= now }) { sweep(now) }
        return state.withLock { state in
            if state.isStopped, state.jobs.isEmpty {
                state.thread = .ended
                return nil
            }
            if isBusy || !state.jobs.isEmpty || state.isStopped { return 0 }
            state.waitsUntil = state.sleepers.values.reduce(min(state.nextDeadline, state.nextSweep)) {
                min($0, $1.deadline)
            }
            return Int32(clamping: max(0, (state.waitsUntil - now + 999_999) / 1_000_000))
        }
    }

    /// Lets go on who waits for a time that has come.
    private func wakeSleepers() {
        let now = Self.now
        let awake = state.withLock { state in
            state.waitsUntil = .min
            let awake = state.sleepers.filter { $0.value.deadline <= now }
            for id in awake.keys { state.sleepers[id] = nil }
            return awake
        }
        for sleeper in awake.values { sleeper.continuation.resume() }
    }

    /// Ends requests and lookups whose time is over and closes connections that were idle for long.
    private func sweep(_ now: Int64) {
        let (connections, lookups) = state.withLock { state in
            let late = state.lookups.filter { $0.value.deadline <= now }
            for id in late.keys { state.lookups[id] = nil }
            state.nextDeadline = state.lookups.values.map(\.deadline).min() ?? .max
            state.nextSweep = now + Self.sweepNanoseconds
            return (Array(state.connections.values), late.values)
        }
        for lookup in lookups { lookup.continuation.resume(returning: .timedOut) }
        var next = Int64.max
        for connection in connections {
            perform(connection.expire(now: now), connection)
            next = min(next, connection.deadline ?? .max)
        }
        let old = state.withLock { state in
            state.nextDeadline = min(state.nextDeadline, next)
            let old = state.idle.values.flatMap { $0.filter { now - $0.since > Self.idleNanoseconds } }
            for endpoint in state.idle.keys {
                state.idle[endpoint]?.removeAll { now - $0.since > Self.idleNanoseconds }
                if state.idle[endpoint]?.isEmpty == true { state.idle[endpoint] = nil }
            }
            return old
        }
        for (connection, _) in old { perform(connection.close(.ended(.untouched)), connection) }
    }
}
