#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// State behind a lock that threads can wait on until it changes.
@safe
final class Monitor<State>: Sendable {
    // SAFETY: allocated and initialised in `init`, freed in `deinit` when no thread can use them any more; pthread locks
    // and conditions are made to be used by several threads.
    private nonisolated(unsafe) let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private nonisolated(unsafe) let condition: UnsafeMutablePointer<pthread_cond_t>
    // SAFETY: only read and written between `pthread_mutex_lock` and `pthread_mutex_unlock`.
    private nonisolated(unsafe) var state: State

    init(_ state: sending State) {
        unsafe self.state = state
        // Safe: both are initialised before their first use.
        unsafe mutex = .allocate(capacity: 1)
        unsafe condition = .allocate(capacity: 1)
        unsafe pthread_mutex_init(mutex, nil)
        unsafe pthread_cond_init(condition, nil)
    }

    deinit {
        // Safe: the last reference is gone, so no thread holds the lock or waits.
        unsafe pthread_cond_destroy(condition)
        unsafe pthread_mutex_destroy(mutex)
        unsafe condition.deallocate()
        unsafe mutex.deallocate()
    }

    /// Changes the state and wakes all that wait for it.
    func change<Result>(_ body: (inout State) -> Result) -> Result {
        // Safe: the lock is held while `state` is used.
        unsafe pthread_mutex_lock(mutex)
        defer {
            unsafe pthread_cond_broadcast(condition)
            unsafe pthread_mutex_unlock(mutex)
        }
        return unsafe body(&state)
    }

    /// Changes the state in a way that nobody waits for.
    func update<Result>(_ body: (inout State) -> Result) -> Result {
        // Safe: the lock is held while `state` is used.
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return unsafe body(&state)
    }

    /// Waits until `body` has an answer; it is asked at once and after each change.
    func wait<Result>(for body: (inout State) -> Result?) -> Result {
        // Safe: the lock is held while `state` is used; waiting gives it up and takes it back.
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        while true {
            if let result = unsafe body(&state) { return result }
            unsafe pthread_cond_wait(condition, mutex)
        }
    }
}
