internal import CEpoll
internal import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// One thread that reads the answers on all connections, and the connections that are kept for the next request.
///
/// Requests are written by the tasks that send them, so that a request costs one wake-up of this thread for each piece of
/// its answer and nothing else.
package final class SocketLoop: Sendable {
    struct State {
        var connections: [UInt64: Connection] = [:]
        /// Connections without a request, the last used last, with the time when they were left.
        var idle: [Endpoint: [(connection: Connection, since: Int64)]] = [:]
        var lookups: [UInt64: (deadline: Int64, continuation: CheckedContinuation<Lookup, Never>)] = [:]
        var lastID: UInt64 = 0
        /// Nothing has to be done before this time.
        var nextDeadline = Int64.max
        /// Until when the thread waits if nothing happens.
        var waitsUntil: Int64 = 0
        var isRunning = false
        var isStopped = false

        mutating func makeID() -> UInt64 {
            lastID += 1
            return lastID
        }
    }

    /// Longer than any usual scrape interval, as upstream.
    private static let idleNanoseconds: Int64 = 300_000_000_000
    /// How often idle connections are looked at.
    private static let sweepNanoseconds: Int64 = 30_000_000_000
    private static let readBytes = 256 << 10
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

    static var now: Int64 {
        var time = timespec()
        // Safe: the call fills the structure that it is given.
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// Closes all connections, cancels what waits for them, and ends the thread.
    ///
    /// Requests after that are cancelled.
    package func stop() {
        let (connections, lookups) = state.withLock { state in
            state.isStopped = true
            state.idle = [:]
            defer { (state.connections, state.lookups) = ([:], [:]) }
            return (Array(state.connections.values), Array(state.lookups.values))
        }
        for connection in connections { perform(connection.close(.cancelled), connection) }
        for lookup in lookups { lookup.continuation.resume(returning: .cancelled) }
        vencejo_event_signal(wakeEvent)
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
            return deadline < state.waitsUntil
        }
        if mustWake { vencejo_event_signal(wakeEvent) }
    }

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
            if state.isRunning || state.isStopped { return true }
            state.isRunning = NativeThread.start { [self] in run() }
            return state.isRunning
        }
    }

    private func run() {
        var buffer = [UInt8](repeating: 0, count: Self.readBytes)
        var identifiers = [UInt64](repeating: 0, count: Self.mostEvents)
        var events = [UInt32](repeating: 0, count: Self.mostEvents)
        var unfinished: [Connection] = []
        while let timeout = nextTimeout() {
            let most = Int32(Self.mostEvents)
            let milliseconds = unfinished.isEmpty ? timeout : 0
            // Safe: both arrays have room for that many elements.
            let count = Int(unsafe vencejo_epoll_wait(epoll, &identifiers, &events, most, milliseconds))
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
            let now = Self.now
            if state.withLock({ $0.nextDeadline <= now || $0.waitsUntil <= now }) { sweep(now) }
        }
    }

    /// Milliseconds to wait, `nil` to end.
    private func nextTimeout() -> Int32? {
        let now = Self.now
        return state.withLock { state in
            guard !state.isStopped else { return nil }
            state.waitsUntil = min(state.nextDeadline, now + Self.sweepNanoseconds)
            return Int32(clamping: max(0, (state.waitsUntil - now + 999_999) / 1_000_000))
        }
    }

    /// Ends requests and lookups whose time is over and closes connections that were idle for long.
    private func sweep(_ now: Int64) {
        let (connections, lookups) = state.withLock { state in
            let late = state.lookups.filter { $0.value.deadline <= now }
            for id in late.keys { state.lookups[id] = nil }
            state.nextDeadline = state.lookups.values.map(\.deadline).min() ?? .max
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
