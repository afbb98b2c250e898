#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// Wakes a thread that waits in `poll`, once.
final class WakePipe: Sendable {
    /// What becomes readable at the wake-up.
    let descriptor: Int32
    private let waking: Int32

    /// Makes a pipe; `nil` if the system has none.
    init?() {
        var ends: [Int32] = [-1, -1]
        // Safe: the call writes the two descriptors.
        guard unsafe pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (descriptor, waking) = (ends[0], ends[1])
    }

    deinit {
        close(descriptor)
        close(waking)
    }

    func wake() {
        var byte: UInt8 = 1
        // Safe: the call reads the one byte.
        _ = unsafe write(waking, &byte, 1)
    }
}
