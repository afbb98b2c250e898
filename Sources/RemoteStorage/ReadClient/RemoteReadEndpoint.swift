internal import BlockCompression
internal import HTTPClients
internal import LabelMatching
internal import PrometheusBytes
internal import PrometheusClient
internal import PrometheusConfiguration
internal import PrometheusModel
internal import PrometheusWire
internal import Storage

/// One endpoint of `remote_read`: asks another machine for series.
final class RemoteReadEndpoint: Sendable {
    let settings: RemoteReadSettings
    let client: any HTTPClient
    private let externalLabels: Labels
    private let userAgent: String
    let metrics: RemoteReadClientMetrics
    let name: String
    let url: String

    init(
        _ settings: RemoteReadSettings,
        _ client: any HTTPClient,
        externalLabels: Labels,
        userAgent: String,
        _ metrics: RemoteReadClientMetrics
    ) {
        self.settings = settings
        self.client = client
        self.externalLabels = settings.filtersExternalLabels ? externalLabels : Labels()
        self.userAgent = userAgent
        self.metrics = metrics
        name = settings.displayedName
        url = settings.displayedURL
    }

    /// The times that it is asked for; `nil` if the data here, which begin at `localStart`, cover them all.
    func range(_ window: ClosedRange<Int64>, localStart: Int64) -> ClosedRange<Int64>? {
        if settings.readsRecent { return window }
        guard window.lowerBound <= localStart else { return nil }
        return window.lowerBound...min(window.upperBound, localStart)
    }

    /// Whether a selector has all matchers without which the endpoint is not asked.
    func takes(_ matchers: [LabelMatcher]) -> Bool {
        settings.requiredMatchers.allSatisfy { required in
            matchers.contains { $0.kind == .equal && $0.name == required.name && $0.value == required.value }
        }
    }

    /// Asks for the series of one question.
    func answer(
        _ question: SelectionQuestion,
        _ range: ClosedRange<Int64>,
        until deadline: ContinuousClock.Instant
    ) async throws(RemoteReadFailure) -> ReceivedSelection {
        // Series of this server have its external labels elsewhere; they are asked for with them.
        let added = externalLabels.array.filter { label in
            !question.matchers.contains { $0.name == label.name }
        }
        let request = try httpRequest(question, range, added, until: deadline)
        let began = ContinuousClock.now
        let running = metrics.running[name, url]
        running.increment()
        defer { running.decrement() }
        let response: HTTPClientResponse
        do throws(HTTPClientError) {
            response = try await client.send(request)
        } catch {
            var text = "error sending request: \(error)"
            if case .timedOut = error {
                text += ": request timed out after \(DurationText.string(milliseconds: settings.timeoutMilliseconds))"
            }
            throw RemoteReadFailure("remote_read: \(text)")
        }
        do throws(RemoteReadFailure) {
            var series = try series(of: response, ContinuousClock.now - began)
            if !added.isEmpty {
                for index in series.indices {
                    var labels = LabelsBuilder(series[index].labels)
                    for label in added { labels.remove(label.name) }
                    series[index].labels = labels.labels()
                }
            }
            return ReceivedSelection(series, range)
        } catch { throw RemoteReadFailure("remote_read: \(error)") }
    }

    private func httpRequest(
        _ question: SelectionQuestion,
        _ range: ClosedRange<Int64>,
        _ added: [Label],
        until deadline: ContinuousClock.Instant
    ) throws(RemoteReadFailure) -> HTTPClientRequest {
        var message = ReadRequest()
        message.acceptedKinds = [ReadRequest.ResponseKind.streamedChunks, ReadRequest.ResponseKind.samples]
        message.queries = [
            ReadQuery(
                startMilliseconds: range.lowerBound,
                endMilliseconds: range.upperBound,
                matchers: question.matchers.map(Self.matcher)
                    + added.map {
                        ReadMatcher(kind: 0, name: $0.name, value: $0.value)
                    },
                hints: Self.hints(question.hints)
            )
        ]
        var body: [UInt8] = []
        do throws(BlockCompressionError) {
            try SnappyBlock.compress(message.encoded.rawSpan, into: &body)
        } catch { throw RemoteReadFailure("remote_read: \(error)") }
        let headers =
            settings.headers.map { (name: $0.name, value: $0.value) } + [
                ("Content-Encoding", "snappy"), ("Accept-Encoding", "snappy"),
                ("Content-Type", "application/x-protobuf"), ("User-Agent", userAgent),
                ("X-Prometheus-Remote-Read-Version", "0.1.0"),
            ]
        return HTTPClientRequest(
            method: "POST",
            url: settings.url,
            headers: headers,
            body: body,
            timeout: min(.milliseconds(settings.timeoutMilliseconds), max(.zero, deadline - .now)),
            maximumBodyBytes: Self.mostAnswerBytes
        )
    }

    /// The largest answer that is taken.
    private static let mostAnswerBytes = 2 << 30

    private static func matcher(_ matcher: LabelMatcher) -> ReadMatcher {
        let kind: Int32 =
            switch matcher.kind {
            case .equal: 0
            case .notEqual: 1
            case .regexMatch: 2
            case .regexNoMatch: 3
            }
        return ReadMatcher(kind: kind, name: matcher.name, value: matcher.value)
    }

    private static func hints(_ hints: SelectHints) -> ReadHints {
        var sent = ReadHints()
        sent.startMilliseconds = hints.startMilliseconds
        sent.endMilliseconds = hints.endMilliseconds
        sent.stepMilliseconds = hints.stepMilliseconds
        sent.rangeMilliseconds = hints.rangeMilliseconds
        sent.function = hints.function
        sent.grouping = hints.grouping
        sent.isGroupingBy = hints.isGroupingBy
        return sent
    }
}
