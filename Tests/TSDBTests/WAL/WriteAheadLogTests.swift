import PrometheusBytes
import PrometheusModel
import Storage
import Testing

@testable import TSDB

@Suite struct WriteAheadLogTests {
    @Test func `opening begins a new segment and closing an empty one leaves it empty`() throws {
        let directory = try TemporaryDirectory()
        for index in 0..<3 {
            let log = try WriteAheadLog(directory: directory.path, options: WALOptions())
            #expect(log.segment == index)
            try log.close()
        }
        #expect(try WALDirectory.segments(in: directory.path).map(\.index) == [0, 1, 2])
        #expect(directory.contents("00000001").isEmpty)
    }

    @Test func `writes the bytes that upstream writes`() throws {
        let directory = try TemporaryDirectory()
        var options = WALOptions()
        options.compression = .none
        var log = try WriteAheadLog(directory: directory.path, options: options)
        var records = WALRecordBatch()
        records.appendSeries(1, ["__name__": "a", "job": "j", "x": "1"])
        records.appendSeries(2, ["__name__": "b", "job": "j"])
        try log.log(records)
        for (time, value) in [(0x1a2_0c1c_353a, 12.0), (0x1a2_0c1c_3a36, 13.0)] as [(Int64, Double)] {
            records.removeAll()
            var batch = SampleBatch()
            batch.append(SeriesReference(1), time, value)
            batch.append(SeriesReference(2), time, 1.5)
            records.appendSamples(batch)
            try log.log(records)
        }
        let expected = bytes(
            """
            01 0039 f8f15afd 01
            0000000000000001 03 08 5f5f6e616d655f5f 01 61 03 6a6f62 01 6a 01 78 01 31
            0000000000000002 02 08 5f5f6e616d655f5f 01 62 03 6a6f62 01 6a
            01 0025 e02260a2 02 0000000000000001 000001a20c1c353a 00 00 4028000000000000 02 00 3ff8000000000000
            01 0025 7963a77f 02 0000000000000001 000001a20c1c3a36 00 00 402a000000000000 02 00 3ff8000000000000
            """
        )
        #expect(directory.contents("00000000") == expected)
        try log.close()
        #expect(
            directory.contents("00000000") == expected + [UInt8](repeating: 0, count: 32768 - expected.count)
        )
    }

    private func bytes(_ hexadecimal: String) -> [UInt8] {
        let digits = hexadecimal.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
