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

@Suite struct RemoteWriteSecondVersionTests {
    let store = RecordingStore()
    let receiver: RemoteWriteReceiver
    let registry = Registry()

    init() throws {
        receiver = RemoteWriteReceiver(
            store: store,
            clock: WallClock { 1_000_000 },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            metrics: try RemoteWriteMetrics(registry),
            accepted: [.version2],
            cachedSeries: 100
        )
    }

    static let symbols = ["", "__name__", "m", "n", "job", "x", "trace_id", "abc", "bytes", "Help."]

    private func send(_ body: (inout WireWriter) -> Void) throws -> RemoteWriteResponse {
        var writer = WireWriter()
        body(&writer)
        for symbol in Self.symbols { writer.write(4, symbol) }
        var compressed: [UInt8] = []
        try SnappyBlock.compress(writer.bytes.rawSpan, into: &compressed)
        return receiver.receive(
            contentType: "application/x-protobuf;proto=io.prometheus.write.v2.Request",
            contentEncoding: "snappy",
            body: compressed.rawSpan
        )
    }

    private static func series(
        _ writer: inout WireWriter,
        _ references: [UInt8],
        _ samples: [(Double, Int64)] = [],
        _ more: (inout WireWriter) -> Void = { _ in }
    ) {
        writer.writeMessage(5) { series in
            series.write(1, references)
            for (value, time) in samples {
                series.writeMessage(2) {
                    $0.write(1, value)
                    $0.write(2, time)
                    $0.write(3, time - 5)
                }
            }
            more(&series)
        }
    }

    private static func counts(_ samples: Int, _ histograms: Int = 0, _ exemplars: Int = 0) -> RemoteWriteCounts {
        var counts = RemoteWriteCounts()
        (counts.samples, counts.histograms, counts.exemplars) = (samples, histograms, exemplars)
        return counts
    }

    @Test func `samples, histograms, exemplars and metadata of a series are stored and counted`() throws {
        let response = try send { writer in
            Self.series(&writer, [1, 2, 4, 5], [(1, 10), (2, 20)]) { series in
                series.writeMessage(3) { $0.write(15, Int64(30)) }
                series.writeMessage(4) {
                    $0.write(1, [6, 7] as [UInt8])
                    $0.write(2, 0.5)
                    $0.write(3, Int64(20))
                }
                series.writeMessage(5) {
                    $0.write(1, UInt64(2))
                    $0.write(3, UInt64(9))
                    $0.write(4, UInt64(8))
                }
            }
        }
        #expect(response == RemoteWriteResponse(status: 204, message: "", written: Self.counts(2, 1, 1)))
        let labels: Labels = ["__name__": "m", "job": "x"]
        let state = store.state.withLock { $0 }
        #expect(state.samples[labels]?.map(\.0) == [10, 20])
        #expect(state.histograms[labels]?.map(\.timestamp) == [30])
        #expect(state.exemplars[labels] == [Exemplar(labels: ["trace_id": "abc"], value: 0.5, timestamp: 20)])
        #expect(state.metadata[labels] == SeriesMetadata(type: .gauge, unit: "bytes", help: "Help."))
    }

    @Test func `what can be stored is stored, and everything else is told line by line`() throws {
        let response = try send { writer in
            Self.series(&writer, [1, 2], [(1, 10)])
            Self.series(&writer, [1, 2, 4], [(1, 10)])
            Self.series(&writer, [1, 99], [(1, 10)])
            Self.series(&writer, [4, 5], [(1, 10), (1, 11)])
            Self.series(&writer, [1, 2, 4, 5, 4, 5], [(1, 10)])
            Self.series(&writer, [1, 3, 4, 5])
            Self.series(&writer, [1, 3], [(1, 10), (1, 5), (1, 2_000_000)])
        }
        #expect(response.status == 400 && response.written == Self.counts(2))
        #expect(
            response.message.split(separator: "\n") == [
                "parsing labels for series [1 2 4]: invalid labelRefs length 3",
                "parsing labels for series [1 99]: labelRefs 1 (name) = 99 (value) outside of symbols table (size 10)",
                "invalid metric name or labels, got {job=\"x\"}",
                "invalid labels for series, labels {__name__=\"m\", job=\"x\", job=\"x\"}, duplicated label job",
                "TimeSeries must contain at least one sample or histogram for series {__name__=\"n\", job=\"x\"}",
                "out of order sample for series {__name__=\"n\"}",
                "out of bounds: timestamp is too far in the future for series {__name__=\"n\"}",
            ]
        )
        let text = String(decoding: registry.text(), as: UTF8.self)
        #expect(text.contains("prometheus_api_remote_write_invalid_labels_samples_total 5\n"))
    }

    @Test func `series that the store has forgotten are resolved again`() throws {
        for time in [10, 20] as [Int64] {
            let response = try send { Self.series(&$0, [1, 2], [(1, time)]) }
            #expect(response.written == Self.counts(1))
            store.state.withLock { state in state.forgotten = [SeriesReference(0)] }
        }
        #expect(store.state.withLock { $0.samples[["__name__": "m"]]?.map(\.0) } == [10, 20])
    }

    @Test func `a message that is not accepted is a 415`() {
        let body: [UInt8] = [0]
        let response = receiver.receive(contentType: "", contentEncoding: "snappy", body: body.rawSpan)
        #expect(
            response
                == .unsupported(
                    "prometheus.WriteRequest protobuf message is not accepted by this server; only accepts "
                        + "io.prometheus.write.v2.Request"
                )
        )
    }

    @Test func `no mutation of a message crashes the receiver`() throws {
        var writer = WireWriter()
        Self.series(&writer, [1, 2], [(1, 10)]) { series in
            series.writeMessage(3) { $0.write(15, Int64(30)) }
            series.writeMessage(4) { $0.write(1, [6, 7] as [UInt8]) }
            series.writeMessage(5) { $0.write(3, UInt64(9)) }
        }
        for symbol in Self.symbols { writer.write(4, symbol) }
        var generator = SplitMix(state: 3)
        for _ in 0..<3000 {
            var mutated = writer.bytes
            mutated[Int.random(in: mutated.indices, using: &generator)] = .random(in: 0...255, using: &generator)
            var (columns, labels) = (WriteRequestColumns(), [UInt8]())
            try? columns.decodeSecondVersion(mutated.rawSpan, labels: &labels)
        }
    }
}
