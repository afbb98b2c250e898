internal import Synchronization

extension Head {
    /// The oldest and the newest time; `nil` while there is no sample.
    var timeSpan: ClosedRange<Int64>? {
        samples.withReadLock { $0.minTime <= $0.maxTime ? $0.minTime...$0.maxTime : nil }
    }
}
