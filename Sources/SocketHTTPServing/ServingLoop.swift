internal import CEpoll
internal import HTTPServing
internal import NativeThreads
internal import PrometheusModel
internal import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// One thread that reads requests, runs the tasks that answer them, and writes the answers.
///
/// It is a task executor: what a connection's task does between two waits happens where epoll returned, so that a short
/// request wakes no other thread. Everything of a connection belongs to this thread.
final class ServingLoop: Sendable {
    struct State {
        /// Parts of tasks that are to be run.
        var jobs: [UnownedJob] = []
        /// Connections that were accepted for this loop and not looked at yet.
        var arrivals: [Int32] = []
        /// Whether the thread waits in the kernel, or is about to.
        var isWaiting = false
        /// Whether something was changed that the thread has not looked at: it may have been about to wait.
        var hasNews = false
        var isRunning = false
        var isClosing = false
        var isAborted = false
        var isStopped = false
    }

    /// What only the loop's thread touches.
    ///
    /// SAFETY: reached from the thread's own function and from tasks that run on it as their executor.
    @safe
    final class Owned: @unchecked Sendable {
        var connections: [UInt64: ServedConnection] = [:]
        var lastID: UInt64 = 0
        /// Where bytes are read to.
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        /// Connections for which there is no task yet.
        var fresh: [ServedConnection] = []
        var director: UnsafeContinuation<Void, Never>?
        var listeners: [ListeningSocket] = []
        /// Whether connections wait that would be too many.
        var isCrowded = false
        var date: [UInt8] = []
        var dateSecond: Int64 = -1
        var nextSweep: Int64 = .max
        /// The loop's thread, once it runs.
        var thread: pthread_t?
    }

    private static let stackBytes = 8 << 20
    private static let mostEvents = 128
    /// How often connections are looked at for what takes too long.
    private static let sweepMilliseconds: Int64 = 1000
    private static let wakeID: UInt64 = 0
    /// Identifiers of listeners start here; those of connections are smaller.
    private static let firstListenerID: UInt64 = 1 << 63

    let state = Mutex(State())
    let owned = Owned()
    private let epoll: Int32
    private let wakeEvent: Int32
    private let settings: WebServerSettings
    private let capacity: ConnectionCapacity

    /// `nil` if the system has no descriptors for it.
    init?(_ settings: WebServerSettings, _ capacity: ConnectionCapacity) {
        self.settings = settings
        self.capacity = capacity
        (epoll, wakeEvent) = (vencejo_epoll_create(), vencejo_event_create())
        guard epoll >= 0, wakeEvent >= 0, vencejo_epoll_add(epoll, wakeEvent, Self.wakeID) == 0 else { return nil }
    }

    deinit {
        if epoll >= 0 { close(epoll) }
        if wakeEvent >= 0 { close(wakeEvent) }
    }

    /// Milliseconds of the monotonic clock.
    static var now: Int64 {
        var time = timespec()
        // Safe: the call fills the structure that it is given.
        unsafe clock_gettime(CLOCK_MONOTONIC_COARSE, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    // MARK: From any thread

    /// Starts the thread; `false` if the system has none.
    func start(accepting listeners: [ListeningSocket]) -> Bool {
        // Before the thread starts, nobody else is there to touch it.
        owned.listeners = listeners
        state.withLock { $0.isRunning = true }
        let isStarted = NativeThread.start(stackBytes: Self.stackBytes) { [self] in run() }
        if !isStarted { state.withLock { $0.isRunning = false } }
        return isStarted
    }

    /// Takes over a connection that another loop has accepted.
    func adopt(_ descriptor: Int32) { change { $0.arrivals.append(descriptor) } }

    /// Takes no more connections and ends those that have nothing to do; the others when they are done.
    func beginClosing() { change { $0.isClosing = true } }

    /// Ends all connections now.
    func abort() { change { ($0.isClosing, $0.isAborted) = (true, true) } }

    /// Ends the thread when no job is left.
    func stop() { change { ($0.isClosing, $0.isStopped) = (true, true) } }

    /// Changes the state and makes the thread look at it.
    private func change(_ body: (inout State) -> Void) {
        let mustWake = state.withLock { state in
            body(&state)
            state.hasNews = true
            defer { state.isWaiting = false }
            return state.isWaiting
        }
        if mustWake { vencejo_event_signal(wakeEvent) }
    }

    /// Queues a part of a task.
    func append(_ job: UnownedJob) -> Bool {
        let (isQueued, mustWake) = state.withLock { state in
            guard state.isRunning else { return (false, false) }
            state.jobs.append(job)
            defer { state.isWaiting = false }
            return (true, state.isWaiting)
        }
        if mustWake { vencejo_event_signal(wakeEvent) }
        return isQueued
    }

    // MARK: On the loop's thread

    /// The next connection that needs a task; `nil` when there will be none any more.
    func nextConnection() async -> ServedConnection? {
        while true {
            if let connection = owned.fresh.popLast() { return connection }
            if state.withLock({ $0.isClosing }) { return nil }
            // Safe: resumed once, by the thread, when there is something to look at.
            await unsafe withUnsafeContinuation { unsafe owned.director = $0 }
        }
    }

    /// Whether this is called on the loop's thread, or the loop has ended and nobody else is there.
    var isCurrent: Bool {
        guard let thread = owned.thread else { return true }
        return pthread_equal(thread, pthread_self()) != 0 || state.withLock { !$0.isRunning }
    }

    /// Whether connections are to end when they have nothing to do.
    var isClosing: Bool { state.withLock { $0.isClosing } }

    /// The `Date` header of now.
    var date: [UInt8] {
        let now = WallClock.system.nowMilliseconds()
        if now / 1000 != owned.dateSecond {
            owned.dateSecond = now / 1000
            owned.date = Array(DateHeader.text(milliseconds: now).utf8)
        }
        return owned.date
    }

    /// Forgets a connection that was closed.
    func remove(_ connection: ServedConnection) {
        owned.connections[connection.id] = nil
        if capacity.leaveConnection() { acceptors.withLock { $0 }.forEach { $0.change { _ in } } }
    }

    /// The loops that accept connections.
    let acceptors = Mutex<[ServingLoop]>([])
    /// The loops that connections are shared among.
    let peers = Mutex<[ServingLoop]>([])

    private func run() {
        owned.thread = pthread_self()
        for (index, listener) in owned.listeners.enumerated() {
            _ = vencejo_epoll_add(epoll, listener.descriptor, Self.firstListenerID + UInt64(index))
        }
        var identifiers = [UInt64](repeating: 0, count: Self.mostEvents)
        var events = [UInt32](repeating: 0, count: Self.mostEvents)
        while let timeout = nextTimeout() {
            // Safe: both arrays have room for that many elements.
            let most = Int32(Self.mostEvents)
            let count = Int(unsafe vencejo_epoll_wait(epoll, &identifiers, &events, most, timeout))
            let arrivals = state.withLock { state in
                (state.isWaiting, state.hasNews) = (false, false)
                defer { state.arrivals.removeAll(keepingCapacity: true) }
                return state.arrivals
            }
            for descriptor in arrivals { welcome(descriptor) }
            for index in 0..<count where identifiers[index] != Self.wakeID {
                if identifiers[index] >= Self.firstListenerID {
                    accept(owned.listeners[Int(identifiers[index] - Self.firstListenerID)])
                } else {
                    owned.connections[identifiers[index]]?.handle(events[index])
                }
            }
            if owned.isCrowded { owned.listeners.forEach(accept) }
            attend()
            runJobs()
        }
    }

    /// Milliseconds to wait, −1 for ever; `nil` to end.
    private func nextTimeout() -> Int32? {
        let hasConnections = !owned.connections.isEmpty
        return state.withLock { state in
            if state.isStopped, state.jobs.isEmpty {
                state.isRunning = false
                return nil
            }
            if !state.jobs.isEmpty || state.hasNews || state.isStopped { return 0 }
            state.isWaiting = true
            return hasConnections ? Int32(Self.sweepMilliseconds) : -1
        }
    }

    private func accept(_ listener: ListeningSocket) {
        owned.isCrowded = false
        while !isClosing {
            guard capacity.enter() else {
                owned.isCrowded = true
                return
            }
            guard let descriptor = listener.accept() else {
                _ = capacity.leave()
                return
            }
            let peers = peers.withLock { $0 }
            let peer = peers[capacity.nextTurn() % peers.count]
            if peer === self { welcome(descriptor) } else { peer.adopt(descriptor) }
        }
    }

    private func welcome(_ descriptor: Int32) {
        owned.lastID += 1
        let connection = ServedConnection(owned.lastID, descriptor, self, settings)
        owned.connections[connection.id] = connection
        guard vencejo_epoll_add(epoll, descriptor, connection.id) == 0 else { return connection.end() }
        owned.fresh.append(connection)
    }

    /// Ends what takes too long or has to end, and starts what is new.
    private func attend() {
        let (isClosing, isAborted) = state.withLock { ($0.isClosing, $0.isAborted) }
        let now = Self.now
        if isClosing || now >= owned.nextSweep || owned.nextSweep == .max {
            owned.nextSweep = now + Self.sweepMilliseconds
            for connection in owned.connections.values {
                if isAborted { connection.abort() } else if isClosing { connection.endIdle() }
                connection.expire(now)
            }
            if isClosing {
                owned.listeners = []
                // Nobody will serve these any more.
                for connection in owned.fresh { connection.end() }
                owned.fresh = []
            }
        }
        if isClosing || !owned.fresh.isEmpty, let director = unsafe owned.director {
            unsafe owned.director = nil
            unsafe director.resume()
        }
    }

    /// Runs what is queued, and what that queues, a few times; then the sockets are looked at again.
    private func runJobs() {
        for _ in 0..<8 {
            let jobs = state.withLock { state in
                let jobs = state.jobs
                state.jobs = []
                return jobs
            }
            if jobs.isEmpty { return }
            // Safe: the executor is not released while it runs; each job is run once.
            for job in jobs { unsafe job.runSynchronously(on: asUnownedTaskExecutor()) }
        }
    }
}
