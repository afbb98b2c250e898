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
    private struct State {
        var connections: [UInt64: Connection] = [:]
        /// Connections without a request, the last used last, with the time when they were left.
        var idle: [Endpoint: [(connection: Connection, since: Int64)]] = [:]
        var lastID: UInt64 = 0
        /// No request has to be answered before this time.
        var nextDeadline = Int64.max
        /// Until when the thread waits if nothing happens.
        var waitsUntil: Int64 = 0
        var isRunning = false
        var isStopped = false
    }

    /// Longer than any usual scrape interval, as upstream.
    private static let idleNanoseconds: Int64 = 300_000_000_000
    /// How often idle connections are looked at.
    private static let sweepNanoseconds: Int64 = 30_000_000_000
    private static let readBytes = 256 << 10
    private static let stackBytes = 512 << 10
    /// The identifier of the event that wakes the thread.
    private static let wakeID: UInt64 = 0

    private let state = Mutex(State())
    private let epoll: Int32
    private let wakeEvent: Int32

    /// Makes a loop; its thread starts with the first request.
    package init() {
        epoll = vencejo_epoll_create()
        wakeEvent = vencejo_event_create()
        precondition(epoll >= 0 && wakeEvent >= 0, "no descriptors are left at the start")
        _ = vencejo_epoll_add(epoll, wakeEvent, Self.wakeID)
    }

    deinit {
        Glibc.close(epoll)
        Glibc.close(wakeEvent)
    }

    static var now: Int64 {
        var time = timespec()
        // Safe: the call fills the structure that it is given.
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// Closes all connections and ends the thread.
    ///
    /// Requests after that fail.
    package func stop() {
        let connections = state.withLock { state in
            state.isStopped = true
            state.idle = [:]
            defer { state.connections = [:] }
            return Array(state.connections.values)
        }
        for connection in connections { perform(connection.close(.cancelled), connection) }
        wake()
    }

    // MARK: Requests

    /// A connection that is kept for this endpoint.
    func takeIdle(_ endpoint: Endpoint) -> Connection? {
        state.withLock { $0.idle[endpoint]?.popLast()?.connection }
    }

    /// A new connection to one of the endpoint's addresses.
    func connect(_ endpoint: Endpoint, _ address: SocketAddress) throws(SocketFailure) -> Connection {
        let socket = try Socket.connecting(to: address)
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        let connection = Connection(id, endpoint, address, socket)
        let isStopped = state.withLock { state in
            state.connections[id] = connection
            return state.isStopped
        }
        if isStopped { perform(connection.close(.cancelled), connection) }
        startThread()
        return connection
    }

    /// Sends a request and waits for what becomes of it.
    func exchange(
        _ request: [UInt8],
        _ limit: Int,
        deadline: Int64,
        on connection: Connection,
        isNew: Bool
    ) async -> Exchange.Outcome {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let exchange = Exchange(
                    id: id,
                    request: request,
                    parser: ResponseParser(limit: limit),
                    deadline: deadline,
                    continuation: continuation
                )
                perform(connection.start(exchange, watchedBy: isNew ? epoll : nil), connection)
                // After the start: a sweep in between would forget a deadline whose request it does not see.
                noteDeadline(deadline)
                // The handler may have come too early to find the request.
                if Task.isCancelled { perform(connection.cancel(id), connection) }
            }
        } onCancel: {
            perform(connection.cancel(id), connection)
        }
    }

    private func noteDeadline(_ deadline: Int64) {
        let mustWake = state.withLock { state in
            state.nextDeadline = min(state.nextDeadline, deadline)
            return deadline < state.waitsUntil
        }
        if mustWake { wake() }
    }

    private func wake() {
        var one: UInt64 = 1
        // Safe: the call reads eight bytes. A full counter wakes as well.
        _ = unsafe Glibc.write(wakeEvent, &one, MemoryLayout<UInt64>.size)
    }

    private func perform(_ action: Connection.Action, _ connection: Connection) {
        switch action {
        case .none: break
        case .reuse(let exchange, let outcome):
            state.withLock { state in
                guard !state.isStopped else { return }
                state.idle[connection.endpoint, default: []].append((connection, Self.now))
            }
            exchange.continuation.resume(returning: outcome)
        case .remove(let exchange, let outcome):
            state.withLock { state in
                state.connections[connection.id] = nil
                state.idle[connection.endpoint]?.removeAll { $0.connection === connection }
            }
            exchange?.continuation.resume(returning: outcome)
        }
    }

    // MARK: Thread

    private func run() {
        var buffer = [UInt8](repeating: 0, count: Self.readBytes)
        var identifiers = [UInt64](repeating: 0, count: 128)
        var events = [UInt32](repeating: 0, count: 128)
        while let timeout = nextTimeout() {
            // Safe: both arrays have room for 128 elements.
            let count = Int(unsafe vencejo_epoll_wait(epoll, &identifiers, &events, 128, timeout))
            for index in 0..<count {
                guard identifiers[index] != Self.wakeID else { continue }
                guard let connection = state.withLock({ $0.connections[identifiers[index]] }) else { continue }
                perform(connection.handle(events[index], &buffer), connection)
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

    /// Ends requests whose time is over and closes connections that were idle for long.
    private func sweep(_ now: Int64) {
        let connections = state.withLock { state in
            state.nextDeadline = .max
            return Array(state.connections.values)
        }
        var next = Int64.max
        for connection in connections {
            perform(connection.expire(now: now), connection)
            next = min(next, connection.deadline ?? .max)
        }
        let old = state.withLock { state in
            state.nextDeadline = min(state.nextDeadline, next)
            let old = state.idle.values.flatMap { $0.filter { now - $0.since > Self.idleNanoseconds } }
            for address in state.idle.keys {
                state.idle[address]?.removeAll { now - $0.since > Self.idleNanoseconds }
                if state.idle[address]?.isEmpty == true { state.idle[address] = nil }
            }
            return old
        }
        for (connection, _) in old { perform(connection.close(.ended(isUntouched: true)), connection) }
    }

    private func startThread() {
        let isFirst = state.withLock { state in
            defer { state.isRunning = true }
            return !state.isRunning
        }
        guard isFirst else { return }
        var attributes = pthread_attr_t()
        var thread = pthread_t()
        // Safe: the attributes are initialised before use; the thread takes the reference over.
        unsafe pthread_attr_init(&attributes)
        defer { unsafe pthread_attr_destroy(&attributes) }
        unsafe pthread_attr_setstacksize(&attributes, Self.stackBytes)
        unsafe pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        let reference = unsafe Unmanaged.passRetained(self)
        let status = unsafe pthread_create(
            &thread,
            &attributes,
            { pointer in
                guard let pointer = unsafe pointer else { return nil }
                unsafe Unmanaged<SocketLoop>.fromOpaque(pointer).takeRetainedValue().run()
                return nil
            },
            reference.toOpaque()
        )
        precondition(status == 0, "the system refuses the thread that reads answers")
    }
}
