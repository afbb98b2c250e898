internal import Synchronization

/// How far the replay of the write-ahead log is, readable while the database is still being opened.
package final class ReplayProgress: Sendable {
    private let first = Atomic<Int>(0)
    private let last = Atomic<Int>(0)
    private let position = Atomic<Int>(0)

    package init() {}

    /// The first and the last segment to replay and the one being replayed.
    package var current: (min: Int, max: Int, current: Int) {
        (first.load(ordering: .relaxed), last.load(ordering: .relaxed), position.load(ordering: .relaxed))
    }

    /// Starts over for the segments from `min` to `max`.
    package func start(min: Int, max: Int) {
        first.store(min, ordering: .relaxed)
        last.store(max, ordering: .relaxed)
        position.store(min, ordering: .relaxed)
    }

    /// Tells that `segment` is being replayed.
    package func reach(_ segment: Int) { position.store(segment, ordering: .relaxed) }
}
