#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The C library's allocator, set up for a server that should stay small.
enum MemoryAllocator {
    // From malloc.h, whose macros Swift does not see.
    private static let arenaMaximum: Int32 = -8
    private static let trimThreshold: Int32 = -1

    /// Limits the pools of memory that threads allocate from.
    ///
    /// By default each thread takes a pool of its own, up to eight a core, and memory that one pool has freed is not
    /// used by another. Two pools keep idle memory small; the hot paths do not allocate.
    static func configure() {
        #if canImport(Glibc)
        mallopt(arenaMaximum, 2)
        mallopt(trimThreshold, 1 << 20)
        #endif
    }
}
