import PrometheusConfiguration
import PrometheusModel
import Synchronization

/// What the last loads of the configuration came to.
final class LoadedConfiguration: Sendable {
    private struct State {
        var failingSinceMilliseconds: Int64?
        var lastSuccessMilliseconds: Int64 = 0
        var text = ""
        var collectionPercentage = "75"
        /// What was loaded last with success.
        var configuration: ServerConfiguration?
    }

    private let state = Mutex(State())

    /// Notes a load that worked.
    func succeeded(_ configuration: ServerConfiguration, atMilliseconds time: Int64) {
        let (text, percentage) = (configuration.displayedText, configuration.runtime.gogc)
        state.withLock {
            $0 = State(
                lastSuccessMilliseconds: time,
                text: text,
                collectionPercentage: percentage < 0 ? "off" : String(percentage),
                configuration: configuration
            )
        }
    }

    /// Notes a load that did not work.
    func failed(atMilliseconds time: Int64) {
        state.withLock { $0.failingSinceMilliseconds = $0.failingSinceMilliseconds ?? time }
    }

    /// The configuration that holds, as it is shown.
    var text: String { state.withLock { $0.text } }

    /// The external labels of the configuration that holds.
    var externalLabels: Labels { configuration?.global.externalLabels ?? Labels() }

    /// The configuration that holds; `nil` before the first was applied.
    var configuration: ServerConfiguration? { state.withLock { $0.configuration } }

    /// The configuration's `gogc`, as Go's environment variable says it.
    var collectionPercentage: String { state.withLock { $0.collectionPercentage } }

    /// When the last load began to fail; `nil` if it worked.
    var failingSinceMilliseconds: Int64? { state.withLock { $0.failingSinceMilliseconds } }

    /// Whether the last load worked, and when the last one that worked was.
    var outcome: (succeeded: Bool, lastSuccessMilliseconds: Int64) {
        state.withLock { ($0.failingSinceMilliseconds == nil, $0.lastSuccessMilliseconds) }
    }
}
