import Synchronization

/// What the last loads of the configuration came to.
final class LoadedConfiguration: Sendable {
    private struct State {
        var isLastLoadGood = true
        var lastSuccessMilliseconds: Int64 = 0
        var text = ""
    }

    private let state = Mutex(State())

    /// Notes a load that worked, with the configuration as it is shown.
    func succeeded(_ text: String, atMilliseconds time: Int64) {
        state.withLock { $0 = State(isLastLoadGood: true, lastSuccessMilliseconds: time, text: text) }
    }

    /// Notes a load that did not work.
    func failed() { state.withLock { $0.isLastLoadGood = false } }

    /// The configuration that holds, as it is shown.
    var text: String { state.withLock { $0.text } }

    /// Whether the last load worked, and when the last one that worked was.
    var outcome: (succeeded: Bool, lastSuccessMilliseconds: Int64) {
        state.withLock { ($0.isLastLoadGood, $0.lastSuccessMilliseconds) }
    }
}
