#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Pauses of a thread that nothing else runs on.
enum ThreadPause {
    static func sleep(milliseconds: Int64) { _ = usleep(UInt32(clamping: milliseconds * 1000)) }
}
