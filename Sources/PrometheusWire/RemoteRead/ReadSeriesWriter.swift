internal import PrometheusBytes
package import PrometheusModel

/// Writes the series of a sampled answer to a remote read request.
package struct ReadSeriesWriter: Sendable {
    /// The query results that are finished.
    package private(set) var bytes: [UInt8] = []
    private var result: [UInt8] = []
    private var series: [UInt8] = []
    private var histogram: [UInt8] = []

    package init() {}

    /// Adds a series to the result that is being written.
    package mutating func append(_ labels: Labels, _ samples: borrowing SampleColumns) {
        series.removeAll(keepingCapacity: true)
        series += WriteRequestWriter.encodedLabels(labels)
        // Floats are field 2, histograms field 4: all of the first stand in front.
        var next = 0
        for row in 0..<samples.count {
            if next < samples.histogramRows.count, Int(samples.histogramRows[next]) == row {
                next += 1
            } else {
                appendFloat(samples.timestamps[row], samples.values[row])
            }
        }
        var integer = 0
        for index in samples.histogramRows.indices {
            let row = samples.histogramRows[index]
            let isInteger =
                integer < samples.integerHistogramRows.count && samples.integerHistogramRows[integer] == row
            if isInteger { integer += 1 }
            let native = samples.histograms[index].native(isInteger: isInteger)
            HistogramMessage.encode(native, samples.timestamps[Int(row)], start: 0, into: &histogram)
            series.append(0x22)
            series.appendVarint(UInt64(histogram.count))
            series += histogram
        }
        result.append(0x0A)
        result.appendVarint(UInt64(series.count))
        result += series
    }

    /// Ends the result of one query.
    package mutating func endResult() {
        bytes.append(0x0A)
        bytes.appendVarint(UInt64(result.count))
        bytes += result
        result.removeAll(keepingCapacity: true)
    }

    private mutating func appendFloat(_ timestamp: Int64, _ value: Double) {
        let time = UInt64(bitPattern: timestamp)
        let timeBytes = timestamp == 0 ? 0 : 1 + (64 - time.leadingZeroBitCount + 6) / 7
        series.append(0x12)
        series.append(UInt8(truncatingIfNeeded: (value == 0 ? 0 : 9) + timeBytes))
        if value != 0 {
            series.append(0x09)
            series.appendBigEndian(value.bitPattern.byteSwapped)
        }
        if timestamp != 0 {
            series.append(0x10)
            series.appendVarint(time)
        }
    }
}
