#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Threads that run jobs, first come first served.
///
/// They are started as they are needed and end with the pool.
final class ThreadPool: Sendable {
    typealias Job = @Sendable () -> Void

    private struct State {
        var jobs: [Job] = []
        /// Position of the next job; those before it are done.
        var next = 0
        var threads = 0
        var idle = 0
        var isClosed = false

        mutating func pop() -> Job? {
            guard next < jobs.count else { return nil }
            defer {
                next += 1
                if next == jobs.count {
                    jobs.removeAll(keepingCapacity: true)
                    next = 0
                }
            }
            return jobs[next]
        }
    }

    /// The size of a thread's stack: deep expressions are evaluated by recursion.
    private static let stackBytes = 4 << 20

    /// The most threads at one time.
    let limit: Int
    /// The most threads that stay when they have nothing to do.
    private let idleLimit: Int
    private let monitor = Monitor(State())

    init(limit: Int, idleLimit: Int) {
        self.limit = max(1, limit)
        self.idleLimit = max(1, idleLimit)
    }

    deinit { monitor.change { $0.isClosed = true } }

    /// Runs `job` on one of the threads, as soon as one is free.
    func submit(_ job: @escaping Job) {
        let limit = limit
        let mustStart = monitor.change { state in
            state.jobs.append(job)
            guard state.jobs.count - state.next > state.idle, state.threads < limit else { return false }
            state.threads += 1
            return true
        }
        guard mustStart, !start() else { return }
        // No thread could be started: others will come to the job, or, if there are none, it is done here.
        let orphan = monitor.change { state in
            state.threads -= 1
            return state.threads == 0 ? state.pop() : nil
        }
        orphan?()
    }

    private func start() -> Bool {
        let (monitor, idleLimit) = (monitor, idleLimit)
        return Self.startThread {
            while let job = Self.nextJob(monitor, idleLimit) { job() }
        }
    }

    private static func nextJob(_ monitor: Monitor<State>, _ idleLimit: Int) -> Job? {
        let isSpare = monitor.change { state in
            guard state.idle >= idleLimit, state.jobs.isEmpty else {
                state.idle += 1
                return false
            }
            state.threads -= 1
            return true
        }
        if isSpare { return nil }
        return monitor.wait { (state: inout State) -> Job?? in
            guard let job = state.pop() else {
                guard state.isClosed else { return nil }
                state.idle -= 1
                state.threads -= 1
                return .some(nil)
            }
            state.idle -= 1
            return job
        }
    }

    private final class Box: Sendable {
        let body: Job

        init(_ body: @escaping Job) { self.body = body }
    }

    /// Starts a detached thread; `false` if the system refuses.
    private static func startThread(_ body: @escaping Job) -> Bool {
        var attributes = pthread_attr_t()
        var thread = pthread_t()
        // Safe: the attributes are initialised before use; the box is retained until the thread takes it over.
        unsafe pthread_attr_init(&attributes)
        defer { unsafe pthread_attr_destroy(&attributes) }
        unsafe pthread_attr_setstacksize(&attributes, stackBytes)
        unsafe pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        let box = unsafe Unmanaged.passRetained(Box(body))
        let status = unsafe pthread_create(
            &thread,
            &attributes,
            { pointer in
                guard let pointer = unsafe pointer else { return nil }
                let box = unsafe Unmanaged<Box>.fromOpaque(pointer).takeRetainedValue()
                box.body()
                return nil
            },
            box.toOpaque()
        )
        if status != 0 { unsafe box.release() }
        return status == 0
    }
}
