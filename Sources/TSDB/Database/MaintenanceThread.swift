internal import Dispatch
internal import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A thread of low priority that does the same work again and again: after a while, or when it is woken.
///
/// Its priority is what keeps compaction from hurting ingestion and queries: while they have work they get nine tenths
/// of a processor that they share, and the disk is shared accordingly.
final class MaintenanceThread: Sendable {
    /// What the thread runs.
    typealias Work = @Sendable () -> Duration

    /// `nice` of the thread: a tenth of the weight of a thread of normal priority.
    private static let niceness: Int32 = 10
    private static let stackBytes = 1 << 20

    private let signal = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)
    private let isStopping = Atomic<Bool>(false)
    private let work: Work

    private init(_ work: @escaping Work) { self.work = work }

    /// Starts a thread that does `work` at once, and each time again after as long as it returned; `nil` if the system
    /// has no thread left.
    static func start(_ work: @escaping Work) -> MaintenanceThread? {
        let thread = MaintenanceThread(work)
        return thread.launch() ? thread : nil
    }

    /// Ends the wait before the next round.
    func wake() { signal.signal() }

    /// Returns when the round that is being done, if any, is the last one that was.
    func stop() {
        isStopping.store(true, ordering: .sequentiallyConsistent)
        signal.signal()
        ended.wait()
        // Others may wait too.
        ended.signal()
    }

    private func run() {
        #if os(Linux)
        // The system gives each thread a priority of its own, and 0 names the one that asks.
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, Self.niceness)
        #endif
        while !isStopping.load(ordering: .sequentiallyConsistent) {
            let pause = work()
            if isStopping.load(ordering: .sequentiallyConsistent) { break }
            _ = signal.wait(timeout: .now() + .nanoseconds(Int(pause / .nanoseconds(1))))
            // Several who woke it want one round.
            while signal.wait(timeout: .now()) == .success {}
        }
        ended.signal()
    }

    private func launch() -> Bool {
        var attributes = pthread_attr_t()
        var thread = pthread_t()
        // Safe: the attributes are initialised before use; the object is retained until the thread takes it over.
        unsafe pthread_attr_init(&attributes)
        defer { unsafe pthread_attr_destroy(&attributes) }
        unsafe pthread_attr_setstacksize(&attributes, Self.stackBytes)
        unsafe pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        let retained = unsafe Unmanaged.passRetained(self)
        let status = unsafe pthread_create(
            &thread,
            &attributes,
            { pointer in
                guard let pointer = unsafe pointer else { return nil }
                unsafe Unmanaged<MaintenanceThread>.fromOpaque(pointer).takeRetainedValue().run()
                return nil
            },
            retained.toOpaque()
        )
        if status != 0 { unsafe retained.release() }
        return status == 0
    }
}
