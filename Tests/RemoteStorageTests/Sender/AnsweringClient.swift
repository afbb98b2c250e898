import BlockCompression
import HTTPClients
import PrometheusBytes
import PrometheusModel
import PrometheusWire
import Synchronization

/// An endpoint that answers as it is told and remembers the samples of requests that it took.
final class AnsweringClient: HTTPClient {
    struct Seen: Sendable {
        var statuses: [Int] = []
        var attempts: [String?] = []
        var samples: [(Labels, Int64, Double)] = []
    }

    private let statuses: [Int]
    private let seen = Mutex(Seen())
    private let requests: AsyncStream<Int>
    private let arrivals: AsyncStream<Int>.Continuation

    /// Answers with these, then with 204.
    init(_ statuses: [Int] = []) {
        self.statuses = statuses
        (requests, arrivals) = AsyncStream.makeStream()
    }

    var state: Seen { seen.withLock { $0 } }

    /// Waits until so many requests were answered.
    func waitForRequests(_ count: Int) async {
        for await number in requests where number >= count { return }
    }

    func send(_ request: HTTPClientRequest) async throws(HTTPClientError) -> HTTPClientResponse {
        let samples = Self.samples(request.body)
        let (status, number) = seen.withLock { seen in
            let status = seen.statuses.count < statuses.count ? statuses[seen.statuses.count] : 204
            seen.statuses.append(status)
            seen.attempts.append(request.headers.first { $0.name == "Retry-Attempt" }?.value)
            if status == 204 { seen.samples += samples }
            return (status, seen.statuses.count)
        }
        arrivals.yield(number)
        return HTTPClientResponse(status: status, reason: "Reason", headers: [], body: Array("no\nmore".utf8))
    }

    private static func samples(_ body: [UInt8]) -> [(Labels, Int64, Double)] {
        var bytes: [UInt8] = []
        var columns = WriteRequestColumns()
        do {
            try SnappyBlock.decompress(body.rawSpan, limitBytes: 1 << 20, into: &bytes)
            try columns.decode(bytes.rawSpan)
            return try (0..<columns.seriesCount).flatMap { series in
                let labels = Labels(try WriteRequestLabels(bytes.rawSpan, columns.labelRange(at: series)).received)
                return columns.sampleRange(at: series).map { (labels, columns.timestamps[$0], columns.values[$0]) }
            }
        } catch { return [] }
    }
}
