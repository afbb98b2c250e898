#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// State that many threads may read at the same time, or one may change.
///
/// Queries read each of their series under the lock. With a plain lock, eight queries on two cores spent more than half
/// of their time waiting for each other. Those who want to change the state go first, so that queries cannot hold up
/// commits; a thread must not read again while it reads.
@safe
final class ReadWriteLock<Value: ~Copyable>: Sendable {
    // SAFETY: allocated and initialised in `init`, freed in `deinit` when no thread can use it any more; pthread locks are
    // made to be used by several threads.
    private nonisolated(unsafe) let lock: UnsafeMutablePointer<pthread_rwlock_t>
    // SAFETY: the value is only borrowed while the lock is held for reading, and only changed while it is held for writing.
    private nonisolated(unsafe) let value: UnsafeMutablePointer<Value>

    init(_ initial: consuming sending Value) {
        // Safe: both are initialised before their first use.
        unsafe value = .allocate(capacity: 1)
        unsafe value.initialize(to: initial)
        unsafe lock = .allocate(capacity: 1)
        #if canImport(Glibc)
        var attributes = pthread_rwlockattr_t()
        unsafe pthread_rwlockattr_init(&attributes)
        unsafe pthread_rwlockattr_setkind_np(&attributes, Int32(PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP))
        unsafe pthread_rwlock_init(lock, &attributes)
        unsafe pthread_rwlockattr_destroy(&attributes)
        #else
        unsafe pthread_rwlock_init(lock, nil)
        #endif
    }

    deinit {
        // Safe: the last reference is gone, so no thread holds the lock or waits for it.
        unsafe pthread_rwlock_destroy(lock)
        unsafe lock.deallocate()
        unsafe value.deinitialize(count: 1)
        unsafe value.deallocate()
    }

    /// Changes the value; nobody else reads or changes it meanwhile.
    func withLock<Result: ~Copyable, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // Safe: the lock is held for writing while the value is lent.
        unsafe pthread_rwlock_wrlock(lock)
        defer { unsafe pthread_rwlock_unlock(lock) }
        return try unsafe body(&value.pointee)
    }

    /// Reads the value, maybe together with others; nobody changes it meanwhile.
    func withReadLock<Result: ~Copyable, Failure: Error>(
        _ body: (borrowing Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // Safe: the lock is held for reading while the value is lent.
        unsafe pthread_rwlock_rdlock(lock)
        defer { unsafe pthread_rwlock_unlock(lock) }
        return try unsafe body(value.pointee)
    }
}
