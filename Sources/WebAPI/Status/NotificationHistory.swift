internal import PrometheusModel
internal import Synchronization

/// What one subscriber was told of, to tell it no more than what changed.
final class NotificationHistory: Sendable {
    private struct State {
        var isFirst = true
        var told: [ServerNotification] = []
    }

    private let state = Mutex(State())

    /// Whether nothing was asked yet.
    var isFirst: Bool { state.withLock { $0.isFirst } }

    /// The events that tell of the difference between what was told and what is, and how many they are.
    func events(for current: [ServerNotification]) -> (bytes: [UInt8], count: Int) {
        let previous = state.withLock { state in
            state.isFirst = false
            defer { state.told = current }
            return state.told
        }
        let gone = previous.filter { !current.contains($0) }
        let new = current.filter { !previous.contains($0) }
        let bytes =
            gone.flatMap { Self.event($0, isActive: false) } + new.flatMap { Self.event($0, isActive: true) }
        return (bytes, gone.count + new.count)
    }

    private static func event(_ notification: ServerNotification, isActive: Bool) -> [UInt8] {
        var writer = JSONWriter()
        writer.raw("data: ")
        writer.notification(notification, isActive: isActive)
        writer.raw("\n\n")
        return writer.bytes
    }
}

extension JSONWriter {
    /// A notification as both endpoints write it.
    mutating func notification(_ notification: ServerNotification, isActive: Bool) {
        object {
            $0.member("text", notification.text)
            $0.member("date", TimestampText.string(milliseconds: notification.sinceMilliseconds))
            $0.member("active", isActive)
        }
    }
}
