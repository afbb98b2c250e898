internal import HTTPClients
internal import PrometheusConfiguration
internal import PrometheusModel
internal import Synchronization

/// Sends requests to the endpoint of a queue and tells what became of them.
final class RemoteRequestSender: Sendable {
    enum Outcome: Sendable {
        case delivered(HTTPClientResponse)
        /// Worth another attempt, not before the given milliseconds have passed.
        case recoverable(String, retryAfterMilliseconds: Int64)
        /// Not worth another attempt; the answer if there was one.
        case rejected(String, HTTPClientResponse?)
        case cancelled
    }

    /// So much of an answer's body is quoted.
    private static let quotedBytes = 1024

    private let settings: RemoteWriteSettings
    private let headers: [(name: String, value: String)]
    private let clock: WallClock
    private let client: Mutex<any HTTPClient>

    init(_ settings: RemoteWriteSettings, _ environment: RemoteWriteEnvironment, _ client: any HTTPClient) {
        self.settings = settings
        clock = environment.clock
        self.client = Mutex(client)
        let isSecond = settings.message == .version2
        headers =
            settings.headers.map { ($0.name, $0.value) } + [
                ("Content-Encoding", "snappy"),
                (
                    "Content-Type",
                    isSecond ? "application/x-protobuf;proto=\(settings.message.rawValue)" : "application/x-protobuf"
                ),
                ("User-Agent", environment.userAgent),
                ("X-Prometheus-Remote-Write-Version", isSecond ? "2.0.0" : "0.1.0"),
            ]
    }

    /// Goes on with another client: credentials may have changed.
    func replaceClient(_ next: any HTTPClient) { client.withLock { $0 = next } }

    /// Sends a compressed request once.
    func send(_ body: [UInt8], attempt: Int) async -> Outcome {
        let client = client.withLock { $0 }
        let request = HTTPClientRequest(
            method: "POST",
            url: settings.url,
            headers: attempt > 0 ? headers + [("Retry-Attempt", String(attempt))] : headers,
            body: body,
            timeout: .milliseconds(settings.timeoutMilliseconds)
        )
        do throws(HTTPClientError) {
            return outcome(of: try await client.send(request))
        } catch {
            switch error {
            case .cancelled: return .cancelled
            case .bodyTooLarge: return .rejected(error.description, nil)
            case .timedOut, .failed, .brokenOff:
                // A client reports a cancelled task in its own words.
                return Task.isCancelled ? .cancelled : .recoverable(error.description, retryAfterMilliseconds: 0)
            }
        }
    }

    private func outcome(of response: HTTPClientResponse) -> Outcome {
        if (200..<300).contains(response.status) { return .delivered(response) }
        let quoted = String(decoding: response.body.prefix(Self.quotedBytes), as: UTF8.self)
        let line = quoted.split(separator: "\n", maxSplits: 1).first.map(String.init) ?? ""
        let reason = "server returned HTTP status \(response.status) \(response.reason): \(line)"
        let isRetried = response.status == 429 && settings.queue.retriesOnTooManyRequests
        guard response.status >= 500 || isRetried else { return .rejected(reason, response) }
        let pause = RetryAfter.milliseconds(response.header("Retry-After"), nowMilliseconds: clock.nowMilliseconds())
        return .recoverable(reason, retryAfterMilliseconds: pause)
    }
}
