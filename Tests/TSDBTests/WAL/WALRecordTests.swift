import PrometheusBytes
import PrometheusModel
import Testing

@testable import TSDB

@Suite struct WALRecordTests {
    static func integer(_ seed: Int64, custom: Bool = false) -> NativeHistogram {
        var histogram = IntegerHistogram()
        histogram.layout.schema = custom ? HistogramLayout.customBucketsSchema : 3
        histogram.layout.zeroThreshold = custom ? 0 : 0x1p-128
        histogram.layout.positiveSpans = [HistogramSpan(offset: 0, length: 2), HistogramSpan(offset: 1, length: 1)]
        histogram.layout.negativeSpans = custom ? [] : [HistogramSpan(offset: -3, length: 1)]
        histogram.layout.customBounds = custom ? [0.5, 1, 10] : []
        histogram.counterResetHint = .notReset
        histogram.count = UInt64(seed * 10)
        histogram.zeroCount = custom ? 0 : 1
        histogram.sum = Double(seed) / 3
        histogram.positiveDeltas = [seed, -1, 2]
        histogram.negativeDeltas = custom ? [] : [7]
        return .integer(histogram)
    }

    static func float(_ seed: Double, custom: Bool = false) -> NativeHistogram {
        var histogram = FloatHistogram()
        histogram.layout = integer(1, custom: custom).layout
        histogram.count = seed * 10.5
        histogram.sum = seed / 7
        histogram.positiveBuckets = [seed, 1, 2]
        histogram.negativeBuckets = custom ? [] : [0.25]
        return .float(histogram)
    }

    static let histograms = [
        WALHistogram(7, 1000, integer(3)), WALHistogram(9, 1000, float(2)),
        WALHistogram(8, 1001, integer(4, custom: true)),
        WALHistogram(3, 999, float(5, custom: true)), WALHistogram(7, 2000, integer(6)),
    ]

    static func kinds(_ batch: WALRecordBatch) -> [WALRecordKind] {
        (0..<batch.count).compactMap { bytes(batch, $0).first.flatMap(WALRecordKind.init(rawValue:)) }
    }

    static func bytes(_ batch: WALRecordBatch, _ index: Int) -> [UInt8] { Array(batch.bytes[batch.range(at: index)]) }

    static func decode(_ batch: WALRecordBatch) throws -> [WALHistogram] {
        var histograms: [WALHistogram] = []
        for (index, kind) in kinds(batch).enumerated() {
            let payload = batch[index].extracting(droppingFirst: 1)
            #expect(try WALHistogramReader.decode(kind, payload, into: &histograms) == 0)
        }
        return histograms
    }

    @Test func `histograms go into records by kind, in upstream's order, and come back`() throws {
        var batch = WALRecordBatch()
        batch.appendHistograms(Self.histograms, startTimestamps: false)
        #expect(
            Self.kinds(batch)
                == [.histograms, .customBucketHistograms, .floatHistograms, .customBucketFloatHistograms]
        )
        let expected = [0, 4, 2, 1, 3].map { Self.histograms[$0] }
        #expect(try Self.decode(batch) == expected)
    }

    @Test func `records of the second version keep start timestamps`() throws {
        var batch = WALRecordBatch()
        var given = Self.histograms
        for (index, start) in [500, 500, 0, 500, 777].enumerated() { given[index].startTimestamp = Int64(start) }
        batch.appendHistograms(given, startTimestamps: true)
        #expect(Self.kinds(batch) == [.histogramsV2, .floatHistogramsV2])
        #expect(try Self.decode(batch) == [0, 2, 4, 1, 3].map { given[$0] })
    }

    @Test func `a histogram record has the bytes of the format description`() {
        var histogram = IntegerHistogram()
        histogram.layout.schema = 1
        histogram.layout.zeroThreshold = 0
        histogram.layout.positiveSpans = [HistogramSpan(offset: -1, length: 2)]
        histogram.counterResetHint = .gauge
        histogram.count = 3
        histogram.zeroCount = 0
        histogram.sum = 12
        histogram.positiveDeltas = [1, 1]
        var batch = WALRecordBatch()
        batch.appendHistograms([WALHistogram(1, 2, .integer(histogram))], startTimestamps: false)
        var expected: [UInt8] = [7, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 3, 2]
        expected += [0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0x40, 0x28, 0, 0, 0, 0, 0, 0, 1, 1, 2, 0, 2, 2, 2, 0]
        #expect(Self.bytes(batch, 0) == expected)
    }

    @Test func `unknown schemas are left out, too fine ones are reduced`() throws {
        guard case .integer(var histogram) = Self.integer(3) else { return }
        var batch = WALRecordBatch()
        histogram.layout.schema = 60
        let unknown = WALHistogram(1, 1, .integer(histogram))
        histogram.layout.schema = 10
        batch.appendHistograms([unknown, WALHistogram(2, 1, .integer(histogram))], startTimestamps: false)
        var read: [WALHistogram] = []
        let payload = batch[0].extracting(droppingFirst: 1)
        #expect(try WALHistogramReader.decode(.histograms, payload, into: &read) == 1)
        #expect(read.map(\.reference) == [2])
        #expect(read.first?.histogram.layout.schema == 8)
    }

    @Test func `exemplars come back`() throws {
        let exemplars = [
            WALExemplar(5, Exemplar(labels: Labels([Label("trace_id", "abc")]), value: 1.5, timestamp: 10)),
            WALExemplar(2, Exemplar(labels: Labels(), value: .infinity, timestamp: 5)),
        ]
        var batch = WALRecordBatch()
        batch.appendExemplars(exemplars)
        var read: [WALExemplar] = []
        try WALExemplarReader.decode(batch[0].extracting(droppingFirst: 1), into: &read)
        #expect(read == exemplars)
        #expect(Self.kinds(batch) == [.exemplars])
    }

    @Test func `metadata come back, unknown fields are read over`() throws {
        let entries = MetricType.allCases.enumerated().map { index, type in
            WALMetadata(UInt64(index) << 40, SeriesMetadata(type: type, unit: "bytes", help: "Hélp \(index)"))
        }
        var batch = WALRecordBatch()
        batch.appendMetadata(entries)
        var read: [WALMetadata] = []
        try WALMetadataReader.decode(batch[0].extracting(droppingFirst: 1), into: &read)
        #expect(read == entries)
        let more: [UInt8] =
            [1, 2, 3] + [1, 0x58, 1, 0x59] + [4] + Array("HELP".utf8) + [1, 0x61] + [4] + Array("UNIT".utf8) + [0]
        read = []
        try WALMetadataReader.decode(more.rawSpan, into: &read)
        #expect(read == [WALMetadata(1, SeriesMetadata(type: .gauge, unit: "", help: "a"))])
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func `hostile records never crash`(seed: UInt64) {
        var random = SplitMix(state: seed)
        var batch = WALRecordBatch()
        batch.appendHistograms(Self.histograms, startTimestamps: seed & 1 == 1)
        batch.appendExemplars([
            WALExemplar(5, Exemplar(labels: Labels([Label("trace_id", "abc")]), value: 1.5, timestamp: 10))
        ])
        batch.appendMetadata([WALMetadata(3, SeriesMetadata(type: .gauge, unit: "u", help: "h"))])
        for (index, kind) in Self.kinds(batch).enumerated() {
            for _ in 0..<40 {
                var bytes = Array(Self.bytes(batch, index).dropFirst())
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
                if Bool.random(using: &random) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random)) }
                let payload = bytes.rawSpan
                var (histograms, exemplars, metadata) = ([WALHistogram](), [WALExemplar](), [WALMetadata]())
                switch kind {
                case .exemplars: try? WALExemplarReader.decode(payload, into: &exemplars)
                case .metadata: try? WALMetadataReader.decode(payload, into: &metadata)
                default: _ = try? WALHistogramReader.decode(kind, payload, into: &histograms)
                }
            }
        }
    }
}
