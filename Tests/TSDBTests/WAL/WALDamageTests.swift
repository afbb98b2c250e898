import PrometheusBytes
import PrometheusModel
import Storage
import Testing

@testable import TSDB

@Suite struct WALDamageTests {
    @Test func `a tail torn at any byte keeps every whole record, and repair makes it readable`() throws {
        let directory = try TemporaryDirectory()
        let ends = try logged(in: directory, batches: 12)
        let whole = directory.contents("00000000")
        // Every byte near the end, samples before.
        let sizes = Array(stride(from: 0, to: whole.count, by: 997)) + Array((whole.count - 300)...whole.count)
        for size in sizes {
            let torn = try TemporaryDirectory()
            try torn.write(Array(whole.prefix(size)), to: "00000000")
            let complete = ends.lastIndex { $0 <= size }.map { $0 + 1 } ?? 0
            let replayed = try ReplayedLog(torn.path)
            #expect(replayed.kinds.count >= complete)
            guard let corruption = replayed.corruption else { continue }
            #expect(corruption.segment == 0 && corruption.wholeBytes == (complete == 0 ? 0 : ends[complete - 1]))
            var log = try WriteAheadLog(directory: torn.path, options: WALOptions())
            let repair = try log.repair(corruption, laterSegments: .deleted)
            #expect(log.segment == 1 && repair.cutBytes == size - corruption.wholeBytes)
            let again = try ReplayedLog(torn.path)
            #expect(again.corruption == nil && again.kinds.count == complete)
            #expect(torn.contents("00000000").count % (32 << 10) == 0)
        }
    }

    @Test func `damage tells segment, offset and reason in upstream's words`() throws {
        let directory = try TemporaryDirectory()
        _ = try logged(in: directory, batches: 3)
        var bytes = directory.contents("00000000")
        bytes[10] ^= 0xFF
        try directory.write(bytes, to: "00000000")
        let text = try ReplayedLog(directory.path).corruption?.description ?? ""
        #expect(text.hasPrefix("corruption in segment \(directory.path)/00000000 at "))
        #expect(text.contains(": unexpected checksum "))
    }

    @Test(
        arguments: [
            ([0, 1], "unexpected non-zero byte in padded page"),
            ([3, 0, 0, 0, 0, 0, 0], "unexpected middle record, dropping buffer"),
            ([4, 0, 0, 0, 0, 0, 0], "unexpected last record, dropping buffer"),
            ([2, 0, 0, 0, 0, 0, 0], "last record is torn"),
            ([1, 0xFF, 0xFF, 0, 0, 0, 0], "invalid record size 65535"),
            ([5, 0, 0, 0, 0, 0, 0], "unexpected record type 5"),
            ([0x21, 0, 0, 0, 0, 0, 0], "unexpected record type 33"),
            ([2, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0], "unexpected full record"),
            ([2, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0], "unexpected first record, dropping buffer"),
            ([1, 0, 1, 0, 0, 0, 9, 1], "unexpected checksum a016d052, expected 9"),
        ] as [([UInt8], String)]
    )
    func `every kind of damage has its reason`(bytes: [UInt8], reason: String) throws {
        let directory = try TemporaryDirectory()
        try directory.write(bytes, to: "00000000")
        #expect(try ReplayedLog(directory.path).corruption?.reason == reason)
    }

    @Test func `a record that is framed well but makes no sense is cut off as well`() throws {
        let directory = try TemporaryDirectory()
        _ = try logged(in: directory, batches: 2)
        var log = try WriteAheadLog(directory: directory.path, options: WALOptions())
        var records = WALRecordBatch()
        records.appendSeries(1, ["__name__": "before"])
        records.bytes += [WALRecordKind.samples.rawValue, 0, 0, 0]
        records.endRecord()
        records.appendSeries(2, ["__name__": "behind"])
        try log.log(records)
        try log.close()
        let corruption = try #require(try ReplayedLog(directory.path).corruption)
        #expect(corruption.reason == "decode error after 0 samples: invalid size" && corruption.segment == 1)
        var next = try WriteAheadLog(directory: directory.path, options: WALOptions())
        _ = try next.repair(corruption, laterSegments: .kept)
        let again = try ReplayedLog(directory.path)
        #expect(again.corruption == nil && again.series.map(\.reference) == [1] && again.kinds.count == 3)
    }

    @Test func `repair as upstream deletes later segments, and ours can keep them`() throws {
        for policy in [WALRepair.LaterSegments.deleted, .kept] {
            let directory = try TemporaryDirectory()
            for _ in 0..<3 { _ = try logged(in: directory, batches: 2) }
            var bytes = directory.contents("00000001")
            let count = try ReplayedLog(directory.path).kinds.count
            #expect(count == 6)
            bytes[20] ^= 1
            try directory.write(bytes, to: "00000001")
            let corruption = try #require(try ReplayedLog(directory.path).corruption)
            var log = try WriteAheadLog(directory: directory.path, options: WALOptions())
            let repair = try log.repair(corruption, laterSegments: policy)
            #expect(repair.deletedSegments == (policy == .deleted ? [2] : []))
            #expect(log.segment == (policy == .deleted ? 2 : 3))
            #expect(try ReplayedLog(directory.path).kinds.count == (policy == .deleted ? 2 : 4))
            #expect(
                repair.description.hasPrefix("repaired WAL segment \(directory.path)/00000001: kept its first 0 bytes")
            )
            var records = WALRecordBatch()
            records.appendSeries(1, ["__name__": "after"])
            try log.log(records)
            #expect(try ReplayedLog(directory.path).series.last?.labels == ["__name__": "after"])
        }
    }

    @Test func `a record that is torn at the end of a segment is damage there, not in the next`() throws {
        let directory = try TemporaryDirectory()
        try directory.write([2, 0, 0, 0, 0, 0, 0], to: "00000000")
        try directory.write([1, 0, 0, 0, 0, 0, 0], to: "00000001")
        #expect(try ReplayedLog(directory.path).corruption?.segment == 0)
    }

    @Test func `no mutation crashes the reader or its decoders`() throws {
        let directory = try TemporaryDirectory()
        _ = try logged(in: directory, batches: 30)
        let whole = directory.contents("00000000")
        var generator = SplitMix(state: 11)
        let mutated = try TemporaryDirectory()
        for _ in 0..<400 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                bytes[Int.random(in: bytes.indices, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            try mutated.write(bytes, to: "00000000")
            _ = try ReplayedLog(mutated.path)
        }
    }

    @Test func `no mutation of a record's payload crashes its decoder`() throws {
        var records = WALRecordBatch()
        records.appendSeries(1, ["__name__": "m", "a": "1"])
        records.appendSeries(2, ["__name__": "n", "bb": "22"])
        var batch = SampleBatch()
        for index in 0..<10 { batch.append(SeriesReference(UInt64(index)), Int64(index) * 1000, 0.5) }
        records.appendSamples(batch)
        records.appendTombstones([(1, 0...5)])
        var generator = SplitMix(state: 12)
        var columns = WALSampleColumns()
        for _ in 0..<20_000 {
            let index = Int.random(in: 0..<records.count, using: &generator)
            var payload = Array(records.bytes[records.range(at: index)].dropFirst())
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                payload[Int.random(in: payload.indices, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            payload.removeLast(Int.random(in: 0...payload.count / 2, using: &generator))
            try? columns.decode(.samples, payload.rawSpan)
            try? columns.decode(.samplesV2, payload.rawSpan)
            _ = try? WALTombstones.decode(payload.rawSpan)
            var cursor = WALSeriesCursor(payload.rawSpan)
            var packed: [UInt8] = []
            while (try? cursor.next(into: &packed)) != nil { #expect(Labels(packed: packed).isWellFormed) }
        }
    }

    /// Logs batches of one samples record and returns where each ends.
    private func logged(in directory: TemporaryDirectory, batches: Int) throws -> [Int] {
        var log = try WriteAheadLog(directory: directory.path, options: WALOptions())
        var ends: [Int] = []
        var generator = SplitMix(state: 5)
        for _ in 0..<batches {
            var records = WALRecordBatch()
            var batch = SampleBatch()
            for index in 0..<Int.random(in: 1...900, using: &generator) {
                batch.append(SeriesReference(UInt64(index)), 1_000_000, Double.random(in: 0...1, using: &generator))
            }
            records.appendSamples(batch)
            try log.log(records)
            ends.append(log.segmentOffset)
        }
        return ends
    }
}
