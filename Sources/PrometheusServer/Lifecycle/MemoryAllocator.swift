import CAllocator

/// The C library's allocator, set up for a server that should stay small.
enum MemoryAllocator {
    /// By default each thread takes a pool of its own, up to eight a core, and memory that one pool has freed is not
    /// used by another.
    ///
    /// Two pools keep idle memory small; the hot paths do not allocate.
    private static let poolCount: Int32 = 2
    private static let keptBytes: Int32 = 1 << 20

    /// Limits the pools.
    static func configure() { vencejo_limit_allocator(poolCount, keptBytes) }

    /// Gives back what the start has used and freed.
    static func trim() { vencejo_trim_allocator() }
}
