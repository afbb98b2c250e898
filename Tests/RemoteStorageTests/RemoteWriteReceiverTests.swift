import BlockCompression
import Logging
import PrometheusBytes
import PrometheusClient
import PrometheusModel
import PrometheusWire
import Storage
import Synchronization
import Testing

@testable import RemoteStorage

@Suite struct RemoteWriteReceiverTests {
    let store = RecordingStore()
    let receiver: RemoteWriteReceiver
    let registry = Registry()

    init() throws {
        receiver = RemoteWriteReceiver(
            store: store,
            clock: WallClock { 1_000_000 },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            metrics: try RemoteWriteMetrics(registry),
            accepted: RemoteWriteMessage.allCases,
            cachedSeries: 4
        )
    }

    @Test func `samples are stored and the answer is empty`() throws {
        #expect(try send([(["__name__": "m", "a": "1"], [(1, 10), (2, 20)])]) == .stored)
        #expect(samples(["__name__": "m", "a": "1"]) == [[10, 1], [20, 2]])
    }

    @Test func `known series are not resolved again`() throws {
        for time in [10, 20, 30] as [Int64] {
            #expect(try send([(["__name__": "m"], [(1, time)]), (["__name__": "n"], [(1, time)])]) == .stored)
        }
        #expect(store.state.withLock { $0.resolved } == 2)
        #expect(samples(["__name__": "n"]).count == 3)
    }

    @Test func `more series than the cache holds are stored as well`() throws {
        for time in [10, 20] as [Int64] {
            for series in 0..<30 { #expect(try send([(["__name__": "m", "s": "\(series)"], [(1, time)])]) == .stored) }
        }
        #expect(store.state.withLock { $0.samples.count } == 30)
        #expect(store.state.withLock { $0.samples.values.allSatisfy { $0.count == 2 } })
        #expect(receiver.cache.withLock { $0.count } <= 8)
    }

    @Test func `series that the store has forgotten are resolved again`() throws {
        _ = try send([(["__name__": "m"], [(1, 10)]), (["__name__": "n"], [(1, 10)])])
        store.state.withLock { state in state.forgotten = [SeriesReference(0)] }
        #expect(try send([(["__name__": "m"], [(2, 20), (3, 30)]), (["__name__": "n"], [(2, 20)])]) == .stored)
        #expect(samples(["__name__": "m"]) == [[10, 1], [20, 2], [30, 3]])
        #expect(samples(["__name__": "n"]) == [[10, 1], [20, 2]])
    }

    @Test(
        arguments: [
            (1, 5, "out of order sample"),
            (2, 10, "duplicate sample for timestamp 10; overrides not allowed: new value 2"),
            (1, -1, "out of bounds"), (1, 1_600_001, "out of bounds: timestamp is too far in the future"),
        ] as [(Double, Int64, String)]
    )
    func `a refused sample is a 400 and nothing of the request is stored`(value: Double, time: Int64, text: String)
        throws
    {
        _ = try send([(["__name__": "m"], [(1, 10)])])
        let response = try send([
            (["__name__": "p"], [(1, 7)]), (["__name__": "m"], [(value, time)]), (["__name__": "q"], [(1, 7)]),
        ])
        #expect(response == RemoteWriteResponse(status: 400, message: text))
        #expect(samples(["__name__": "p"]).isEmpty && samples(["__name__": "q"]).isEmpty)
        #expect(samples(["__name__": "m"]) == [[10, 1]])
    }

    @Test func `the same sample again is accepted`() throws {
        for _ in 0..<2 { #expect(try send([(["__name__": "m"], [(1, 10)])]) == .stored) }
    }

    @Test func `series with invalid labels are left out, counted, and do not fail the request`() throws {
        for _ in 0..<2 {
            #expect(try send([(["a": "1"], [(1, 10)]), (["__name__": "m"], [(1, 10)])]) == .stored)
        }
        #expect(store.state.withLock { $0.samples.count } == 1)
        let text = String(decoding: registry.text(), as: UTF8.self)
        #expect(text.contains("prometheus_api_remote_write_invalid_labels_samples_total 2\n"))
    }

    @Test func `several clients at once lose nothing`() async throws {
        var bodies: [[[UInt8]]] = []
        for client in 0..<4 {
            bodies.append(
                try (0..<50).map { step in
                    var body: [UInt8] = []
                    let message = request([(["__name__": "m", "client": "\(client)"], [(1, Int64(step))])]).bytes
                    try SnappyBlock.compress(message.rawSpan, into: &body)
                    return body
                }
            )
        }
        let all = bodies
        let statuses = await withTaskGroup(of: [Int].self) { group in
            for client in all {
                group.addTask {
                    client.map { body in
                        receiver.receive(contentType: "", contentEncoding: "snappy", body: body.rawSpan).status
                    }
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(statuses.count == 200 && statuses.allSatisfy { $0 == 204 })
        for client in 0..<4 { #expect(samples(["__name__": "m", "client": "\(client)"]).count == 50) }
    }

    @Test func `no mutation of a message crashes the receiver`() throws {
        var generator = SplitMix(state: 9)
        let message = request((0..<10).map { (["__name__": "m", "s": "\($0)"], [(1.0, Int64(5))]) }).bytes
        for _ in 0..<3000 {
            var mutated = message
            mutated[Int.random(in: mutated.indices, using: &generator)] = .random(in: 0...255, using: &generator)
            let status = try send(mutated).status
            #expect(status == 204 || status == 400)
        }
    }

    @Test func `a failing store is a 500`() throws {
        store.state.withLock { $0.failure = .io(operation: "write to WAL: write 00000001", errorNumber: 28) }
        let response = try send([(["__name__": "m"], [(1, 10)])])
        #expect(response.status == 500)
        #expect(response.message == "write to WAL: write 00000001: no space left on device")
    }

    @Test(
        arguments: [
            ("gzip", "", 415, "gzip encoding (compression) is not accepted by this server; only snappy is acceptable"),
            (
                "snappy", "application/json", 415,
                "expected application/x-protobuf as the first (media) part, got application/json content-type"
            ),
            (
                "snappy", "application/x-protobuf;proto=foo", 415,
                "got application/x-protobuf;proto=foo content type; unknown remote write protobuf message foo, supported: "
                    + "prometheus.WriteRequest, io.prometheus.write.v2.Request"
            ),
            (
                "snappy", "application/x-protobuf; a; b", 415,
                "as per https://www.rfc-editor.org/rfc/rfc9110#parameter expected parameters to be key-values, got  a in "
                    + "application/x-protobuf; a; b content-type"
            ),
            ("", "application/x-protobuf;proto=prometheus.WriteRequest", 204, ""),
            ("snappy", "application/x-protobuf; charset=utf8", 204, ""), ("snappy", "", 204, ""),
        ] as [(String, String, Int, String)]
    )
    func `headers are judged as upstream judges them`(encoding: String, type: String, status: Int, text: String) {
        let body: [UInt8] = [0]
        #expect(
            receiver.receive(contentType: type, contentEncoding: encoding, body: body.rawSpan)
                == RemoteWriteResponse(status: status, message: text)
        )
    }

    @Test func `bodies that are damaged or too large are refused`() throws {
        let empty: [UInt8] = []
        let huge: [UInt8] = [0x80, 0x80, 0x80, 0x11, 0, 0x61] + [UInt8](repeating: 0, count: 2 << 20)
        let large = [UInt8](repeating: 0, count: (32 << 20) + 1)
        #expect(receive(empty) == .badRequest("snappy: corrupt input"))
        #expect(receive(huge) == .badRequest("decoded size exceeds the 33554432 bytes limit"))
        #expect(receive(large).status == 413)
        #expect(receive(large).message == "request body exceeds the 33554432 bytes limit")
        #expect(try send([0x0A, 5, 0x0A]) == .badRequest("unexpected EOF"))
    }

    // MARK: Parts

    private func receive(_ body: [UInt8]) -> RemoteWriteResponse {
        receiver.receive(contentType: "application/x-protobuf", contentEncoding: "snappy", body: body.rawSpan)
    }

    private func send(_ message: [UInt8]) throws -> RemoteWriteResponse {
        var body: [UInt8] = []
        try SnappyBlock.compress(message.rawSpan, into: &body)
        return receive(body)
    }

    private func send(_ series: [(Labels, [(Double, Int64)])]) throws -> RemoteWriteResponse {
        try send(request(series).bytes)
    }

    private func samples(_ labels: Labels) -> [[Double]] {
        store.state.withLock { $0.samples[labels] ?? [] }.map { [Double($0.0), $0.1] }
    }

    private func request(_ series: [(Labels, [(Double, Int64)])]) -> WireWriter {
        var writer = WireWriter()
        for (labels, samples) in series {
            writer.writeMessage(1) { message in
                for label in labels.array {
                    message.writeMessage(1) {
                        $0.write(1, label.name)
                        $0.write(2, label.value)
                    }
                }
                for (value, time) in samples {
                    message.writeMessage(2) {
                        $0.write(1, value)
                        $0.write(2, time)
                    }
                }
            }
        }
        return writer
    }
}
