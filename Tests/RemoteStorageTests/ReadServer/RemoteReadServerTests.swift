import BlockCompression
import Chunks
import PrometheusBytes
import PrometheusClient
import PrometheusModel
import PrometheusWire
import Storage
import TestSupport
import Testing

@testable import RemoteStorage

@Suite struct RemoteReadServerTests {
    @Test func `each query has a result with its series in order and both ends of the range`() async throws {
        let server = try Self.server()
        let results = try await Self.samples(server, [Self.query(10, 30), Self.query(0, 5)])
        #expect(results.count == 2)
        #expect(results[0].map(\.labels) == [["__name__=m", "s=1"], ["__name__=m", "s=2", "zone=us"]])
        #expect(results[0].map(\.times) == [[10, 20, 30], [10, 20, 30]])
        #expect(results[1].isEmpty)
    }

    @Test func `external labels are added where a series has none, and its own win`() async throws {
        let server = try Self.server(external: ["zone": "eu"])
        let all = try await Self.samples(server, [Self.query(0, 100)])
        #expect(all[0].map(\.labels) == [["__name__=m", "s=1", "zone=eu"], ["__name__=m", "s=2", "zone=us"]])
        let own = try await Self.samples(
            server,
            [Self.query(0, 100, [ReadMatcher(kind: 0, name: "zone", value: "eu")])]
        )
        #expect(own[0].map(\.labels) == [["__name__=m", "s=1", "zone=eu"]])
        let other = ReadMatcher(kind: 0, name: "zone", value: "us")
        #expect(try await Self.samples(server, [Self.query(0, 100, [other])])[0].count == 1)
    }

    @Test func `hints narrow what is read`() async throws {
        var query = Self.query(0, 100)
        var hints = ReadHints()
        (hints.startMilliseconds, hints.endMilliseconds, hints.function) = (20, 30, "rate")
        query.hints = hints
        let results = try await Self.samples(try Self.server(), [query])
        #expect(results[0].map(\.times) == [[20, 30], [20, 30]])
    }

    @Test func `a range that ends before it begins has series without samples, no matchers have no series`()
        async throws
    {
        let server = try Self.server()
        var bare = Self.query(0, 100)
        bare.matchers = []
        let results = try await Self.samples(server, [Self.query(30, 10), bare])
        #expect(results.map(\.count) == [2, 0])
        #expect(results[0].allSatisfy { $0.times.isEmpty })
        #expect(try Self.frames(await Self.send(server, [Self.query(30, 10), bare], [1])).isEmpty)
    }

    @Test(
        arguments: [
            (kind: 2, value: "(", text: "error parsing regexp: missing closing ): `(`"),
            (kind: 9, value: "x", text: "invalid matcher type"),
        ] as [(kind: Int32, value: String, text: String)]
    )
    func `a matcher that is none is a 500, as upstream says it`(kind: Int32, value: String, text: String) async throws {
        let matcher = ReadMatcher(kind: kind, name: "a", value: value)
        let answer = try await Self.send(try Self.server(), [Self.query(0, 1, [matcher])], [])
        #expect(Self.failure(answer) == "500 \(text)")
        let streamed = try await Self.send(try Self.server(), [Self.query(0, 1, [matcher])], [1])
        #expect(Self.failure(streamed) == "500 \(text)")
    }

    @Test func `more samples than the limit are a 400`() async throws {
        var limits = RemoteReadLimits()
        limits.samples = 9
        let answer = try await Self.send(try Self.server(limits: limits), [Self.query(0, 100)], [0])
        #expect(Self.failure(answer) == "400 exceeded sample limit (9)")
        limits.samples = 10
        #expect(try await Self.samples(try Self.server(limits: limits), [Self.query(0, 100)])[0].count == 2)
    }

    @Test func `kinds of answers that nobody knows are a 400`() async throws {
        let answer = try await Self.send(try Self.server(), [Self.query(0, 1)], [7, 8])
        let text = "server does not support any of the requested response types: [7 8]; "
        #expect(Self.failure(answer) == "400 \(text)supported: map[SAMPLES:{} STREAMED_XOR_CHUNKS:{}]")
    }

    @Test(
        arguments: [
            ([], "snappy: corrupt input"), (Array("not snappy".utf8), "snappy: corrupt input"),
            ([0x80, 0x80, 0x80, 0x80, 0x04, 1], "snappy: decoded length 1073741824 exceeds limit 33554432"),
            ([0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x04, 1], "snappy: corrupt input"),
            ([0x03, 0x08, 0xFF, 0xFF, 0xFF], "unexpected EOF"), ([0x02, 0x04, 0x0A, 0x7F], "unexpected EOF"),
        ] as [([UInt8], String)]
    )
    func `bodies that lie are a 400`(body: [UInt8], text: String) async throws {
        #expect(Self.failure(await (try Self.server()).answer(body)) == "400 \(text)")
    }

    @Test func `whatever the bytes of a request are, there is an answer`() async throws {
        let server = try Self.server()
        var request = ReadRequest()
        var query = Self.query(0, 100)
        query.hints = ReadHints()
        request.queries = [query, query]
        let message = request.encoded
        for position in message.indices {
            for value in [0, 0x7F, 0x80, 0xFF] as [UInt8] {
                var damaged = message
                damaged[position] = value
                var body: [UInt8] = []
                try SnappyBlock.compress(damaged.rawSpan, into: &body)
                _ = await server.answer(body)
                _ = await server.answer(Array(body.prefix(position)))
            }
        }
    }

    @Test func `a stream has frames with checksums, cut by size, of series in order`() async throws {
        var limits = RemoteReadLimits()
        limits.frameBytes = 1
        let server = try Self.server(limits: limits, samples: 250)
        let frames = try Self.frames(await Self.send(server, [Self.query(0, 10_000), Self.query(10, 20)], [1, 0]))
        // Three chunks of each of two series, each in a frame of its own; then one each.
        #expect(frames.count == 8)
        #expect(frames.map { $0.numbers[2]?.first ?? 0 } == [0, 0, 0, 0, 0, 0, 1, 1])
        let series = try frames.map { try WireFields($0.messages[1]?.first ?? []) }
        #expect(try series[5].labels() == ["__name__=m", "s=2", "zone=us"])
        let chunk = try WireFields(series[0].messages[2]?.first ?? [])
        #expect(chunk.numbers[1] == [10] && chunk.numbers[2] == [1200] && chunk.numbers[3] == [1])
        var samples = SampleColumns()
        let bytes = try #require(chunk.messages[4]?.first)
        try ChunkPayload(.xor, bytes.rawSpan).decode(window: .min ... .max, into: &samples)
        #expect(samples.count == 120 && samples.values.last == 120)
    }

    @Test func `a stream with room has one frame a series`() async throws {
        let server = try Self.server(samples: 250)
        #expect(try Self.frames(await Self.send(server, [Self.query(0, 10_000)], [1])).count == 2)
    }

    @Test func `a place is given back when an answer goes away`() async throws {
        var limits = RemoteReadLimits()
        limits.concurrentRequests = 1
        let server = try Self.server(limits: limits)
        for _ in 0..<3 { _ = try await Self.send(server, [Self.query(0, 100)], [1]) }
        let held = try await Self.send(server, [Self.query(0, 100)], [1])
        let waiting = Task { Self.failure(try await Self.send(server, [Self.query(0, 100)], [0])) }
        waiting.cancel()
        #expect(try await waiting.value == "500 context canceled")
        guard case .stream(var stream) = held else {
            Issue.record("no stream")
            return
        }
        #expect(stream.next() != nil)
    }
}

extension RemoteReadServerTests {
    struct Series {
        var labels: [String]
        var times: [UInt64]
    }

    static func server(
        limits: RemoteReadLimits = RemoteReadLimits(),
        external: Labels = Labels(),
        samples: Int64 = 5
    ) throws -> RemoteReadServer {
        var store = MemoryStore()
        let values = (1...samples).map { (time: $0 * 10, value: Double($0)) }
        store.append(["__name__": "m", "s": "1"], values)
        store.append(["__name__": "m", "s": "2", "zone": "us"], values)
        return try RemoteReadServer(
            storage: store,
            limits: limits,
            externalLabels: { external },
            registry: Registry()
        )
    }

    static func query(_ start: Int64, _ end: Int64, _ more: [ReadMatcher] = []) -> ReadQuery {
        ReadQuery(
            startMilliseconds: start,
            endMilliseconds: end,
            matchers: [ReadMatcher(kind: 0, name: "__name__", value: "m")] + more,
            hints: nil
        )
    }

    static func send(
        _ server: RemoteReadServer,
        _ queries: [ReadQuery],
        _ kinds: [Int32]
    ) async throws -> RemoteReadAnswer {
        var request = ReadRequest()
        request.queries = queries
        request.acceptedKinds = kinds
        let message = request.encoded
        var body: [UInt8] = []
        try SnappyBlock.compress(message.rawSpan, into: &body)
        return await server.answer(body)
    }

    static func failure(_ answer: RemoteReadAnswer) -> String {
        guard case .failure(let status, let message, _) = answer else { return "" }
        return "\(status) \(message)"
    }

    static func samples(_ server: RemoteReadServer, _ queries: [ReadQuery]) async throws -> [[Series]] {
        guard case .samples(let bytes) = try await send(server, queries, []) else {
            Issue.record("no samples")
            return []
        }
        var message: [UInt8] = []
        try SnappyBlock.decompress(bytes.rawSpan, limitBytes: 1 << 20, into: &message)
        return try WireFields(message).messages[1, default: []].map { result in
            try WireFields(result).messages[1, default: []].map { bytes in
                let series = try WireFields(bytes)
                let times = try series.messages[2, default: []].map { try WireFields($0).numbers[2]?.first ?? 0 }
                return Series(labels: try series.labels(), times: times)
            }
        }
    }

    /// The messages of a stream; lengths and checksums are checked.
    static func frames(_ answer: RemoteReadAnswer) throws -> [WireFields] {
        guard case .stream(var stream) = answer else {
            Issue.record("no stream")
            return []
        }
        var frames: [WireFields] = []
        while let frame = stream.next() {
            var reader = WireReader(frame.rawSpan)
            let length = Int(try reader.readVarint(to: frame.count))
            #expect(reader.offset + 4 + length == frame.count)
            frames.append(try WireFields(Array(frame.suffix(length))))
        }
        return frames
    }
}
