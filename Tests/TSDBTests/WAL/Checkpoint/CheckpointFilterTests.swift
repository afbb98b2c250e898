import PrometheusBytes
import PrometheusModel
import Storage
import Testing

@testable import TSDB

@Suite struct CheckpointFilterTests {
    private struct Made: Equatable {
        var reference: UInt64
        var timestamp: Int64
        var start: Int64
        var body: [UInt8]
    }

    private static let kinds: [WALRecordKind] = [
        .samples, .exemplars, .histograms, .floatHistograms, .customBucketHistograms, .customBucketFloatHistograms,
        .samplesV2, .histogramsV2, .floatHistogramsV2,
    ]

    @Test(arguments: kinds)
    private func `of every kind only what is new enough is kept, byte for byte`(kind: WALRecordKind) throws {
        var random = SplitMix(state: UInt64(kind.rawValue))
        for round in 0..<60 {
            let made = (0..<Int.random(in: 0...40, using: &random)).map { _ in Self.element(kind, &random) }
            let payload = Self.encode(kind, made)
            let mint: Int64 = round % 3 == 0 ? 0 : 500
            var filter = CheckpointFilter(mint: mint) { _ in false }
            try filter.add(kind, payload.rawSpan)
            let expected = made.filter { $0.timestamp >= mint }
            #expect(filter.records.count == (expected.isEmpty ? 0 : 1))
            guard !expected.isEmpty else { continue }
            let record = Array(filter.records.bytes)
            #expect(record[0] == kind.rawValue)
            #expect(try Self.decode(kind, Array(record.dropFirst())) == expected)
            // It is what the writer of such records writes for what is kept.
            #expect(Array(record.dropFirst()) == Self.encode(kind, expected))
        }
    }

    @Test(arguments: kinds)
    private func `no prefix of a record crashes the filter`(kind: WALRecordKind) throws {
        var random = SplitMix(state: 99)
        let payload = Self.encode(kind, (0..<5).map { _ in Self.element(kind, &random) })
        for count in 0..<payload.count {
            var filter = CheckpointFilter(mint: 0) { _ in true }
            let prefix = Array(payload.prefix(count))
            try? filter.add(kind, prefix.rawSpan)
        }
        for _ in 0..<3000 {
            var bytes = payload
            for _ in 0..<3 {
                bytes[Int.random(in: bytes.indices, using: &random)] = .random(in: 0...255, using: &random)
            }
            var filter = CheckpointFilter(mint: 0) { _ in true }
            try? filter.add(kind, bytes.rawSpan)
        }
    }

    @Test func `needed series, tombstones and the newest metadata are kept`() throws {
        var records = WALRecordBatch()
        for reference in 1...4 as ClosedRange<UInt64> { records.appendSeries(reference, ["n": "\(reference)"]) }
        records.appendTombstones([(1, 0...5), (2, 0...500), (3, 0...1000), (4, 0...1000)])
        var filter = CheckpointFilter(mint: 400) { $0 != 3 }
        for index in 0..<records.count {
            let kind = index == 0 ? WALRecordKind.series : .tombstones
            let payload = Array(records.bytes[records.range(at: index)].dropFirst())
            try filter.add(kind, payload.rawSpan)
        }
        for (reference, help) in [(2, "old"), (3, "x"), (2, "new")] {
            let payload = Self.metadata(UInt64(reference), help)
            try filter.add(.metadata, payload.rawSpan)
        }
        filter.finish()
        #expect(filter.records.count == 3)
        var packed: [UInt8] = []
        var references: [UInt64] = []
        let series = Array(filter.records.bytes[filter.records.range(at: 0)].dropFirst())
        var cursor = WALSeriesCursor(series.rawSpan)
        while let reference = try cursor.next(into: &packed) { references.append(reference) }
        #expect(references == [1, 2, 4])
        let tombstones = Array(filter.records.bytes[filter.records.range(at: 1)].dropFirst())
        #expect(try WALTombstones.decode(tombstones.rawSpan).map(\.reference) == [2, 4])
        #expect(Array(filter.records.bytes[filter.records.range(at: 2)].dropFirst()) == Self.metadata(2, "new"))
    }

    // MARK: Records

    private static func metadata(_ reference: UInt64, _ help: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendVarint(reference)
        bytes.append(1)
        bytes.appendVarint(2)
        for text in ["UNIT", "s", "HELP", help] {
            bytes.appendVarint(UInt64(text.utf8.count))
            bytes += Array(text.utf8)
        }
        return bytes
    }

    private static func element(_ kind: WALRecordKind, _ random: inout SplitMix) -> Made {
        Made(
            reference: UInt64.random(in: 1...1 << 40, using: &random),
            timestamp: Int64.random(in: 0...1000, using: &random),
            start: WALElementCursor.hasStarts(kind) ? [0, 7, 90][Int(random.next() % 3)] : 0,
            body: body(kind, &random)
        )
    }

    private static func body(_ kind: WALRecordKind, _ random: inout SplitMix) -> [UInt8] {
        var bytes: [UInt8] = []
        let value = { (random: inout SplitMix) -> [UInt8] in
            (0..<8).map { _ in UInt8.random(in: 0...255, using: &random) }
        }
        switch kind {
        case .samples, .samplesV2: bytes += value(&random)
        case .exemplars:
            bytes += value(&random) + [1, 2, UInt8(ascii: "a"), UInt8(ascii: "b"), 1, UInt8(ascii: "c")]
        default:
            let isFloat = [.floatHistograms, .customBucketFloatHistograms, .floatHistogramsV2].contains(kind)
            let isCustom = [.customBucketHistograms, .customBucketFloatHistograms].contains(kind)
            bytes.append(0)
            bytes.appendZigzagVarint(isCustom ? -53 : 3)
            bytes += value(&random)
            for _ in 0..<2 { if isFloat { bytes += value(&random) } else { bytes.appendVarint(random.next() % 1000) } }
            bytes += value(&random)
            for _ in 0..<2 { bytes += [1, 4, 2] }
            for _ in 0..<2 {
                bytes.append(2)
                for _ in 0..<2 { if isFloat { bytes += value(&random) } else { bytes.appendZigzagVarint(300) } }
            }
            if isCustom { bytes += [1] + value(&random) }
        }
        return bytes
    }

    private static func encode(_ kind: WALRecordKind, _ elements: [Made]) -> [UInt8] {
        var bytes: [UInt8] = []
        guard let first = elements.first else { return bytes }
        var previous = first
        if !WALElementCursor.hasStarts(kind) {
            bytes.appendBigEndian(first.reference)
            bytes.appendBigEndian(first.timestamp)
        }
        for (index, element) in elements.enumerated() {
            if !WALElementCursor.hasStarts(kind) {
                bytes.appendZigzagVarint(Int64(bitPattern: element.reference &- first.reference))
                bytes.appendZigzagVarint(element.timestamp - first.timestamp)
            } else if index == 0 {
                bytes.appendZigzagVarint(Int64(bitPattern: element.reference))
                bytes.appendZigzagVarint(element.timestamp)
                bytes.appendZigzagVarint(element.start)
            } else {
                bytes.appendZigzagVarint(Int64(bitPattern: element.reference &- previous.reference))
                bytes.appendZigzagVarint(element.timestamp - first.timestamp)
                if element.start == 0 {
                    bytes.append(0)
                } else if element.start == previous.start {
                    bytes.append(1)
                } else {
                    bytes.append(2)
                    bytes.appendZigzagVarint(element.start - first.start)
                }
            }
            bytes += element.body
            previous = element
        }
        return bytes
    }

    private static func decode(_ kind: WALRecordKind, _ payload: [UInt8]) throws -> [Made] {
        var cursor = WALElementCursor(kind, payload.rawSpan)
        var elements: [Made] = []
        while let element = try cursor.next() {
            elements.append(
                Made(
                    reference: element.reference,
                    timestamp: element.timestamp,
                    start: element.start,
                    body: Array(payload[element.body])
                )
            )
        }
        return elements
    }
}
