import PrometheusModel
import Storage
import Testing

@testable import TSDB

@Suite struct WALCompressionTests {
    @Test(arguments: [WALCompression.none, .snappy, .zstandard])
    func `a log of any compression reads back, and goes on with another one`(first: WALCompression) throws {
        let directory = try TemporaryDirectory()
        var expected: [UInt64] = []
        var sizes: [Int] = []
        for compression in [first, .zstandard, .none, .snappy] {
            var options = WALOptions()
            options.compression = compression
            var log = try WriteAheadLog(directory: directory.path, options: options)
            for reference in 1...50 as ClosedRange<UInt64> {
                var records = WALRecordBatch()
                records.appendSeries(reference, ["__name__": "a_metric_with_a_long_name", "instance": "\(reference)"])
                for other in 0..<20 as Range<UInt64> {
                    records.appendSeries(1000 + other, ["__name__": "another_metric"])
                }
                try log.log(records)
                expected += [reference] + (1000..<1020)
            }
            let saved = log.statistics.savedBytes
            #expect((saved > 0) == (compression != .none))
            sizes.append(log.segmentOffset)
            try log.close()
        }
        // Each of these records is much alike in itself.
        #expect(sizes[1] < sizes[2] / 3)
        let replayed = try ReplayedLog(directory.path)
        #expect(replayed.corruption == nil)
        #expect(replayed.series.map(\.reference) == expected)
    }

    @Test func `a log without compression has no flag in any fragment, one with zstd has that of zstd`() throws {
        for (compression, flag) in [(WALCompression.none, UInt8(0)), (.snappy, 0x08), (.zstandard, 0x10)] {
            let directory = try TemporaryDirectory()
            var options = WALOptions()
            options.compression = compression
            var log = try WriteAheadLog(directory: directory.path, options: options)
            var records = WALRecordBatch()
            for reference in 1...99 as ClosedRange<UInt64> { records.appendSeries(reference, ["__name__": "name"]) }
            try log.log(records)
            try log.close()
            #expect(directory.contents("00000000")[0] == 1 | flag)
        }
    }
}
