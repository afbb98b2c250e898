import HTTPClients
import LabelMatching
import PrometheusClient
import PrometheusConfiguration
import PrometheusModel
import PrometheusWire
import Storage
import TestSupport
import Testing

@testable import RemoteStorage

@Suite struct FanoutStorageTests {
    private static let window: ClosedRange<Int64> = 0...100

    @Test(arguments: [true, false])
    func `series of an endpoint and of here are one series, and the samples here count`(isSampled: Bool) async throws {
        let client = try ServedClient(Self.remote(), isSampled: isSampled)
        let found = try await Self.select(client) { $0.readsRecent = true }
        #expect(found.series == ["s=1: 10=1 20=2 30=300 40=400", "s=2: 30=3", "s=3: 5=5"])
        #expect(found.warnings.isEmpty)
        #expect(client.queries.count == 1)
        #expect(client.queries.first?.matchers.map(\.name) == ["__name__"])
        #expect(client.headers["X-Prometheus-Remote-Read-Version"] == "0.1.0")
        #expect(client.headers["Accept-Encoding"] == "snappy" && client.headers["User-Agent"] == "Test/1")
    }

    @Test func `a series in many frames is one series`() async throws {
        var store = MemoryStore()
        let samples = (0..<400).map { (time: Int64($0), value: Double($0)) }
        store.append(["__name__": "m", "s": "9"], samples)
        var limits = RemoteReadLimits()
        limits.frameBytes = 1
        let found = try await Self.select(try ServedClient(store, isSampled: false, limits: limits)) {
            $0.readsRecent = true
        }
        // What is outside of the window is cut off.
        let expected = (0...100).map { "\($0)=\($0)" }.joined(separator: " ")
        #expect(found.series.last == "s=9: \(expected)")
        #expect(found.series.count == 3)
    }

    @Test func `without read_recent the times that are here are not asked for`() async throws {
        let client = try ServedClient(Self.remote(), isSampled: true)
        _ = try await Self.select(client, localStart: 25)
        #expect(client.queries.map(\.startMilliseconds) == [0] && client.queries.map(\.endMilliseconds) == [25])
        #expect(client.queries.first?.hints?.endMilliseconds == 100)
        let storage = Self.storage(client, 25, [:]) { _ in }
        #expect(storage.labelWarnings(0...100) == ["not implemented"])
        #expect(storage.labelWarnings(26...100).isEmpty)
        let other = try ServedClient(Self.remote(), isSampled: true)
        let found = try await Self.select(other, localStart: -1)
        #expect(other.queries.isEmpty)
        #expect(found.series == ["s=1: 30=300 40=400", "s=2: 30=3"])
    }

    @Test func `an endpoint with required matchers is asked only if a selector has them`() async throws {
        let client = try ServedClient(Self.remote(), isSampled: true)
        let change: (inout RemoteReadSettings) -> Void = {
            $0.readsRecent = true
            $0.requiredMatchers = [RemoteHeader("s", "1")]
        }
        _ = try await Self.select(client, change)
        #expect(client.queries.isEmpty)
        let found = try await Self.select(client, matchers: [.equal("s", "1")], change)
        #expect(client.queries.count == 1)
        #expect(found.series == ["s=1: 10=1 20=2 30=300 40=400"])
        _ = try await Self.select(client, matchers: [try LabelMatcher(.regexMatch, "s", "1")], change)
        #expect(client.queries.count == 1)
    }

    @Test func `external labels are asked for and taken off again, unless a matcher names them`() async throws {
        var store = MemoryStore()
        store.append(["__name__": "m", "s": "1", "zone": "eu"], [(time: 1, value: 1)])
        store.append(["__name__": "m", "s": "1", "zone": "us"], [(time: 2, value: 2)])
        let client = try ServedClient(store, isSampled: true)
        let found = try await Self.select(client, external: ["zone": "eu"]) { $0.readsRecent = true }
        #expect(client.queries.first?.matchers.map(\.value) == ["m", "eu"])
        #expect(found.series.first == "s=1: 1=1 30=300 40=400")
        let us = try await Self.select(client, matchers: [.equal("zone", "us")], external: ["zone": "eu"]) {
            $0.readsRecent = true
        }
        #expect(us.series == ["s=1 zone=us: 2=2"])
        let all = try await Self.select(client, external: ["zone": "eu"]) {
            $0.readsRecent = true
            $0.filtersExternalLabels = false
        }
        #expect(all.series.contains("s=1 zone=eu: 1=1") && all.series.contains("s=1 zone=us: 2=2"))
    }

    @Test(
        arguments: [
            (500, "", "oops", "remote_read: remote server http://far/read returned http status 500 Reason: oops"),
            (200, "text/html", "x", "remote_read: unsupported content type: text/html"),
            (200, "application/x-protobuf", "x", "remote_read: error reading response: snappy: corrupt input"),
            (200, "application/x-protobuf", "\u{0}", "remote_read: responses: want 1, got 0"),
            (
                200, "application/x-streamed-protobuf; proto=prometheus.ChunkedReadResponse", "\u{1}abcdx",
                "remote_read: chunkedReader: corrupted frame; checksum mismatch"
            ),
            (
                200, "application/x-streamed-protobuf; proto=prometheus.ChunkedReadResponse", "\u{7F}abcdx",
                "remote_read: chunkedReader: message size exceeded the limit 100 bytes; got: 127 bytes"
            ),
            (
                200, "application/x-streamed-protobuf; proto=prometheus.ChunkedReadResponse", "\u{7}ab",
                "remote_read: unexpected EOF"
            ),
        ] as [(Int, String, String, String)]
    )
    func `an endpoint that fails is a warning`(status: Int, type: String, body: String, text: String) async throws {
        let response = HTTPClientResponse(
            status: status,
            reason: "Reason",
            headers: [("Content-Type", type)],
            body: Array(body.utf8)
        )
        let found = try await Self.select(ServedClient(response)) {
            $0.readsRecent = true
            $0.frameLimitBytes = 100
        }
        #expect(found.series == ["s=1: 30=300 40=400", "s=2: 30=3"])
        #expect(found.warnings == [text])
    }

    @Test func `an endpoint that takes too long is a warning`() async throws {
        let client = ServedClient(nil, .timedOut(method: "POST", url: "http://far/read"))
        let found = try await Self.select(client) {
            $0.readsRecent = true
            $0.timeoutMilliseconds = 1500
        }
        let text = "context deadline exceeded: request timed out after 1s500ms"
        #expect(found.warnings == ["remote_read: error sending request: Post \"http://far/read\": \(text)"])
    }

    @Test func `whatever the bytes of an answer are, there is one`() async throws {
        let types = [
            "application/x-protobuf", "application/x-streamed-protobuf; proto=prometheus.ChunkedReadResponse",
        ]
        for type in types {
            let client = try ServedClient(Self.remote(), isSampled: type == types[0])
            let storage = Self.storage(client, nil, [:]) { $0.readsRecent = true }
            _ = await storage.gathering(try Self.questions([]), Self.window, until: .now + .seconds(60))
            var request = HTTPClientRequest(url: "", timeout: .seconds(1))
            request.body = try #require(client.lastBody)
            let whole = try await client.send(request).body
            for position in whole.indices {
                for value in [0, 0x7F, 0x80, 0xFF] as [UInt8] {
                    var damaged = whole
                    damaged[position] = value
                    if type == types[0] {
                        _ = try? RemoteReadEndpoint.sampledSeries(damaged)
                    } else {
                        _ = try? RemoteReadEndpoint.chunkedSeries(damaged, frameLimit: 1 << 20)
                    }
                }
                _ = try? RemoteReadEndpoint.sampledSeries(Array(whole.prefix(position)))
                _ = try? RemoteReadEndpoint.chunkedSeries(Array(whole.prefix(position)), frameLimit: 1 << 20)
            }
        }
    }

    // MARK: Parts

    private static func remote() -> MemoryStore {
        var store = MemoryStore()
        store.append(["__name__": "m", "s": "1"], [10, 20, 30].map { (time: $0, value: Double($0) / 10) })
        store.append(["__name__": "m", "s": "3"], [(time: 5, value: 5)])
        return store
    }

    private static func local() -> MemoryStore {
        var store = MemoryStore()
        store.append(["__name__": "m", "s": "1"], [(time: 30, value: 300), (time: 40, value: 400)])
        store.append(["__name__": "m", "s": "2"], [(time: 30, value: 3)])
        return store
    }

    private static func questions(_ matchers: [LabelMatcher]) throws -> [SelectionQuestion] {
        let hints = SelectHints(startMilliseconds: 0, endMilliseconds: 100)
        return [SelectionQuestion(matchers: [.equal("__name__", "m")] + matchers, hints: hints)]
    }

    private static func storage(
        _ client: ServedClient,
        _ localStart: Int64?,
        _ external: Labels,
        _ change: (inout RemoteReadSettings) -> Void
    ) -> FanoutStorage {
        guard let metrics = try? RemoteReadClientMetrics(Registry()) else { preconditionFailure("a fresh registry") }
        let storage = FanoutStorage(
            local: local(),
            metrics: metrics,
            userAgent: "Test/1",
            localStart: { localStart },
            makeClient: { _ in client }
        )
        var settings = RemoteReadSettings()
        settings.url = "http://far/read"
        change(&settings)
        if let prepared = try? storage.prepare([settings]) { storage.apply(prepared, externalLabels: external) }
        return storage
    }

    /// What a selector finds: the series as text, and the warnings.
    private static func select(
        _ client: ServedClient,
        matchers: [LabelMatcher] = [],
        localStart: Int64? = 1000,
        external: Labels = [:],
        _ change: (inout RemoteReadSettings) -> Void = { _ in }
    ) async throws -> (series: [String], warnings: [String]) {
        let storage = storage(client, localStart, external, change)
        #expect(storage.asksOthers)
        let questions = try questions(matchers)
        let gathered = await storage.gathering(questions, window, until: .now + .seconds(60))
        let selection = try gathered.querier(window).select(questions[0].matchers, hints: questions[0].hints)
        var lines: [String] = []
        for index in 0..<selection.count {
            var samples = SampleColumns()
            try selection.read(index, window, into: &samples)
            let labels = selection.labels(at: index).array.filter { $0.name != "__name__" }
                .map { "\($0.name)=\($0.value)" }.joined(separator: " ")
            let points = zip(samples.timestamps, samples.values).map { "\($0)=\(Int($1))" }.joined(separator: " ")
            lines.append("\(labels): \(points)")
        }
        return (lines, selection.warnings)
    }
}
