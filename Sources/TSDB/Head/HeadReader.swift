internal import Synchronization

/// A claim on what the head held at one moment, as long as somebody has it.
final class HeadReader: Sendable {
    let head: Head
    /// The times that may be looked at.
    let window: ClosedRange<Int64>
    /// The times among which samples are looked for that came out of order; `nil` if there are none.
    let lateWindow: ClosedRange<Int64>?
    /// The commits up to this one are visible.
    let sequence: UInt64
    private let registration: UInt64

    /// Claims the part of `window` that is not about to be dropped; `nil` if nothing is left of it.
    init?(head: Head, window: ClosedRange<Int64>) {
        let claim = head.samples.withLock { samples -> (Int64, Bool, UInt64, UInt64)? in
            let lower = max(window.lowerBound, samples.readers.barrier)
            let hasLate = samples.late.times?.overlaps(window) ?? false
            guard lower <= window.upperBound || hasLate else { return nil }
            return (
                min(lower, window.upperBound), hasLate, samples.readers.open(from: lower), samples.recent.openQuerier()
            )
        }
        guard let (lower, hasLate, registration, sequence) = claim else { return nil }
        self.head = head
        self.window = lower...window.upperBound
        lateWindow = hasLate ? window : nil
        self.registration = registration
        self.sequence = sequence
    }

    deinit {
        head.samples.withLock { samples in
            samples.recent.closeQuerier()
            samples.readers.close(registration)
        }
    }
}
