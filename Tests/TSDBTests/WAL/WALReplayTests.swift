import PrometheusBytes
import PrometheusModel
import Storage
import Testing

@testable import TSDB

@Suite struct WALReplayTests {
    @Test(arguments: [WALCompression.none, .snappy], [32 << 10, 96 << 10, 128 << 20])
    func `replay finds all that was logged, across pages, segments and restarts`(
        compression: WALCompression,
        segmentBytes: Int
    ) throws {
        let directory = try TemporaryDirectory()
        var generator = SplitMix(state: 7)
        var expected: [(UInt64, Int64, UInt64)] = []
        var seriesCount: UInt64 = 0
        for _ in 0..<3 {
            var log = try open(directory, compression, segmentBytes)
            var records = WALRecordBatch()
            for _ in 0..<40 {
                records.removeAll()
                for _ in 0..<Int.random(in: 0...20, using: &generator) {
                    seriesCount += 1
                    records.appendSeries(seriesCount, ["__name__": "m", "series": "\(seriesCount)"])
                }
                var batch = SampleBatch()
                for _ in 0..<Int.random(in: 1...3000, using: &generator) {
                    let sample = (
                        UInt64.random(in: 1...(seriesCount + 1), using: &generator),
                        Int64.random(
                            in: -5000...5000,
                            using: &generator
                        ), UInt64.random(in: 0 ... .max, using: &generator)
                    )
                    batch.append(SeriesReference(sample.0), sample.1, Double(bitPattern: sample.2))
                    expected.append(sample)
                }
                records.appendSamples(batch)
                try log.log(records)
            }
            try log.close()
        }
        let replayed = try ReplayedLog(directory.path)
        #expect(replayed.corruption == nil)
        #expect(replayed.series.map(\.reference) == Array(1...seriesCount))
        #expect(replayed.series.last?.labels == ["__name__": "m", "series": "\(seriesCount)"])
        #expect(replayed.samples.count == expected.count)
        #expect(replayed.samples.elementsEqual(expected) { $0 == $1 })
    }

    @Test func `the largest differences wrap around and come back`() throws {
        let directory = try TemporaryDirectory()
        var log = try open(directory, .none, 128 << 20)
        var records = WALRecordBatch()
        var batch = SampleBatch()
        for (reference, time) in [(1, .max), (.max, .min), (0, 0), (1 << 63, .max)] as [(UInt64, Int64)] {
            batch.append(SeriesReference(reference), time, StaleMarker.value)
        }
        records.appendSamples(batch)
        try log.log(records)
        let replayed = try ReplayedLog(directory.path)
        #expect(replayed.samples.map(\.reference) == [1, .max, 0, 1 << 63])
        #expect(replayed.samples.map(\.timestamp) == [.max, .min, 0, .max])
        #expect(replayed.samples.allSatisfy { $0.bits == StaleMarker.bitPattern })
    }

    @Test func `a segment ends where the next batch does not fit, and long records are cut into parts`() throws {
        let directory = try TemporaryDirectory()
        var log = try open(directory, .none, 64 << 10)
        var records = WALRecordBatch()
        var labels = LabelsBuilder()
        labels.set("__name__", "m")
        labels.set("long", String(repeating: "x", count: 40_000))
        for reference in 1...3 as ClosedRange<UInt64> {
            records.removeAll()
            records.appendSeries(reference, labels.labels())
            try log.log(records)
        }
        #expect(log.segment == 2)
        try log.close()
        #expect(directory.contents("00000000").count == 64 << 10)
        #expect(try ReplayedLog(directory.path).series.count == 3)
    }

    @Test func `a record larger than a segment makes one long segment`() throws {
        let directory = try TemporaryDirectory()
        var log = try open(directory, .none, 32 << 10)
        var records = WALRecordBatch()
        var batch = SampleBatch()
        for index in 0..<10_000 { batch.append(SeriesReference(1), Int64(index) << 30, 0.5) }
        records.appendSamples(batch)
        records.appendSamples(batch)
        try log.log(records)
        try log.close()
        let replayed = try ReplayedLog(directory.path)
        #expect(replayed.corruption == nil && replayed.samples.count == 20_000)
        #expect(try WALDirectory.segments(in: directory.path).map(\.index) == [0, 1])
    }

    @Test func `records of other kinds are told apart and unknown ones passed over`() throws {
        let directory = try TemporaryDirectory()
        var log = try open(directory, .snappy, 128 << 20)
        var records = WALRecordBatch()
        records.appendTombstones([(7, -5...9), (8, 0...(.max))])
        for kind in 0...40 as ClosedRange<UInt8> where kind != 1 && kind != 2 && kind != 3 && kind != 11 {
            records.bytes.append(kind)
            records.bytes.append(contentsOf: repeatElement(kind, count: 100))
            records.endRecord()
        }
        try log.log(records)
        var reader = try WALReader(directory: directory.path, range: 0...0)
        #expect(try reader.next() == .tombstones)
        let tombstones = try WALTombstones.decode(reader.payload)
        #expect(tombstones.map(\.reference) == [7, 8] && tombstones[0].interval == -5...9)
        let replayed = try ReplayedLog(directory.path)
        #expect(replayed.kinds.count == 38 && replayed.kinds.filter { $0 == .unknown }.count == 28)
    }

    @Test func `samples with start timestamps are read without them`() throws {
        var payload: [UInt8] = []
        for number in [5, 1000, 900] as [Int64] { payload.appendZigzagVarint(number) }
        payload.appendBigEndian(1.5.bitPattern)
        payload.appendZigzagVarint(2)
        payload.appendZigzagVarint(10)
        payload.append(2)
        payload.appendZigzagVarint(-7)
        payload.appendBigEndian(2.5.bitPattern)
        payload.appendZigzagVarint(-3)
        payload.appendZigzagVarint(20)
        payload.append(1)
        payload.appendBigEndian(3.5.bitPattern)
        var columns = WALSampleColumns()
        try columns.decode(.samplesV2, payload.rawSpan)
        #expect(columns.references == [5, 7, 4])
        #expect(columns.timestamps == [1000, 1010, 1020])
        #expect(columns.values == [1.5, 2.5, 3.5])
    }

    @Test func `the newest checkpoint is found and temporary ones are not`() throws {
        let directory = try TemporaryDirectory()
        for name in ["checkpoint.00000003", "checkpoint.00000012", "checkpoint.00000020.tmp", "checkpoint.x"] {
            try WALDirectory.create("\(directory.path)/\(name)")
        }
        #expect(try WALDirectory.newestCheckpoint(in: directory.path)?.index == 12)
        var log = try open("\(directory.path)/checkpoint.00000012")
        var records = WALRecordBatch()
        records.appendSeries(9, ["__name__": "kept"])
        try log.log(records)
        var reader = try WALReader(directory: "\(directory.path)/checkpoint.00000012")
        #expect(try reader.next() == .series)
        #expect(try reader.next() == nil)
    }

    @Test func `a gap between segments is refused`() throws {
        let directory = try TemporaryDirectory()
        for name in ["00000001", "00000003"] { try directory.write([], to: name) }
        #expect(throws: StorageError.corrupt("segments are not sequential")) {
            try WALDirectory.segments(in: directory.path)
        }
    }

    private func open(
        _ directory: TemporaryDirectory,
        _ compression: WALCompression,
        _ segmentBytes: Int
    ) throws -> WriteAheadLog {
        var options = WALOptions()
        options.compression = compression
        options.segmentBytes = segmentBytes
        return try WriteAheadLog(directory: directory.path, options: options)
    }

    private func open(_ path: String) throws -> WriteAheadLog {
        try WriteAheadLog(directory: path, options: WALOptions())
    }
}
