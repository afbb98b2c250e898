internal import Dispatch
internal import Synchronization

/// Wakes the one thread that waits at it; rings that nobody waits for count once.
final class Doorbell: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    private let isRung = Atomic<Bool>(false)

    /// Wakes the thread; `false` if it was to wake up already.
    @discardableResult
    func ring() -> Bool {
        guard !isRung.exchange(true, ordering: .acquiringAndReleasing) else { return false }
        semaphore.signal()
        return true
    }

    /// Waits for a ring, or for so many milliseconds.
    func wait(milliseconds: Int64) {
        _ = semaphore.wait(timeout: .now() + .milliseconds(Int(max(0, milliseconds))))
        isRung.store(false, ordering: .releasing)
    }
}
