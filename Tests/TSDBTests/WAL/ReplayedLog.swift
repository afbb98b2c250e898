import PrometheusModel
import Storage

@testable import TSDB

/// All that a reader finds in a log, in order.
struct ReplayedLog {
    var series: [(reference: UInt64, labels: Labels)] = []
    var samples: [(reference: UInt64, timestamp: Int64, bits: UInt64)] = []
    var kinds: [WALRecordKind] = []
    var corruption: WALCorruption?

    /// Reads the segments of `directory` to their end or to the first damage.
    init(_ directory: String, from first: Int = 0, through last: Int = .max) throws {
        var reader = try WALReader(directory: directory, range: first...last)
        var columns = WALSampleColumns()
        do {
            while let kind = try reader.next() {
                kinds.append(kind)
                do {
                    try decode(kind, reader.payload, &columns)
                } catch let error as WALRecordError { throw reader.corruption(error) }
            }
        } catch WALError.corrupt(let found) { corruption = found }
    }

    private mutating func decode(_ kind: WALRecordKind, _ payload: RawSpan, _ columns: inout WALSampleColumns) throws {
        switch kind {
        case .series:
            var cursor = WALSeriesCursor(payload)
            var packed: [UInt8] = []
            while let reference = try cursor.next(into: &packed) { series.append((reference, Labels(packed: packed))) }
        case .samples, .samplesV2:
            try columns.decode(kind, payload)
            for index in 0..<columns.count {
                samples.append(
                    (columns.references[index], columns.timestamps[index], columns.values[index].bitPattern)
                )
            }
        default: break
        }
    }
}
