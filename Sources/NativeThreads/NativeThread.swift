#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Threads of the system's own, for what waits in the kernel.
package enum NativeThread {
    private final class Body: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Runs `body` on a new thread, which ends with it; `false` if the system has none.
    package static func start(stackBytes: Int, _ body: @escaping @Sendable () -> Void) -> Bool {
        var attributes = pthread_attr_t()
        var thread = pthread_t()
        // Safe: the attributes are initialised before use, and destroyed afterwards.
        guard unsafe pthread_attr_init(&attributes) == 0 else { return false }
        defer { unsafe pthread_attr_destroy(&attributes) }
        unsafe pthread_attr_setstacksize(&attributes, stackBytes)
        unsafe pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        // Safe: the thread takes the reference over; if there is no thread it is given back here.
        let reference = unsafe Unmanaged.passRetained(Body(body))
        let status = unsafe pthread_create(
            &thread,
            &attributes,
            { pointer in
                guard let pointer = unsafe pointer else { return nil }
                unsafe Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue().run()
                return nil
            },
            reference.toOpaque()
        )
        if status != 0 { unsafe reference.release() }
        return status == 0
    }
}
