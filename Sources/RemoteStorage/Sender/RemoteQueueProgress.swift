internal import Synchronization

/// What the shards of a queue have done, for whoever decides about their number.
final class RemoteQueueProgress: Sendable {
    let dropped = Atomic<Int>(0)
    let sent = Atomic<Int>(0)
    let sendingNanoseconds = Atomic<Int>(0)
    /// The time of the newest sample that was sent, in milliseconds.
    let newestSentMilliseconds = Atomic<Int64>(0)
    /// When something was last sent, or given up, in milliseconds.
    let lastSentMilliseconds = Atomic<Int64>(0)
    /// Until when shards wait before another attempt, in milliseconds.
    let resumesMilliseconds = Atomic<Int64>(0)

    /// Raises a number to at least `value`; `true` if it was lower.
    static func raise(_ number: borrowing Atomic<Int64>, to value: Int64) -> Bool {
        number.max(value, ordering: .relaxed).oldValue < value
    }
}
