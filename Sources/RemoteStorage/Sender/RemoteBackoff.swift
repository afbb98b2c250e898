internal import PrometheusConfiguration

/// How long to wait between attempts: twice as long each time, or as long as the endpoint says.
struct RemoteBackoff: Sendable {
    private let maximum: Int64
    private var next: Int64

    init(_ queue: RemoteWriteQueueSettings) {
        next = queue.minimumBackoffMilliseconds
        maximum = queue.maximumBackoffMilliseconds
    }

    /// The wait before the next attempt, in milliseconds.
    mutating func pause(retryAfterMilliseconds: Int64) -> Int64 {
        let pause = retryAfterMilliseconds > 0 ? retryAfterMilliseconds : next
        next = min(2 * pause, maximum)
        return pause
    }
}
