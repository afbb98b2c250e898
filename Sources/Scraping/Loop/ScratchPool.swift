internal import Synchronization

/// Scratch storage for the scrapes that run at a time.
final class ScratchPool: Sendable {
    /// More is given back to the system: it was a burst.
    private static let mostKept = 4
    /// A larger body is an exception that should not stay in memory.
    private static let mostBytesKept = 4 << 20

    private let free = Mutex<[ScrapeScratch]>([])

    func take() -> ScrapeScratch { free.withLock { $0.popLast() } ?? ScrapeScratch() }

    func give(_ scratch: consuming ScrapeScratch) {
        guard scratch.body.capacity <= Self.mostBytesKept else { return }
        scratch.removeAll()
        let scratch = scratch
        free.withLock { free in
            if free.count < Self.mostKept { free.append(scratch) }
        }
    }
}
