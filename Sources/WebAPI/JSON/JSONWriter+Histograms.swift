internal import PrometheusModel

extension JSONWriter {
    /// Writes the time and the value of a native histogram.
    mutating func point(_ milliseconds: Int64, _ histogram: FloatHistogram) {
        raw("[")
        time(milliseconds)
        raw(",")
        self.histogram(histogram)
        raw("]")
    }

    /// Writes an array of native histograms with their times.
    mutating func points(_ timestamps: [Int64], _ histograms: [FloatHistogram]) {
        precondition(timestamps.count == histograms.count, "a point has a time and a value")
        raw("[")
        for index in timestamps.indices {
            if index > 0 { raw(",") }
            point(timestamps[index], histograms[index])
        }
        raw("]")
    }

    /// Writes a native histogram: its count, its sum and the buckets that are not empty, each with the rule that says which
    /// of its bounds belong to it.
    private mutating func histogram(_ histogram: FloatHistogram) {
        raw("{\"count\":")
        quoted(histogram.count)
        raw(",\"sum\":")
        quoted(histogram.sum)
        let buckets = histogram.populatedBuckets
        for (index, bucket) in buckets.enumerated() {
            raw(index == 0 ? ",\"buckets\":[[" : ",[")
            raw("\(bucket.boundaryRule),")
            quoted(bucket.lower)
            raw(",")
            quoted(bucket.upper)
            raw(",")
            quoted(bucket.count)
            raw("]")
        }
        raw(buckets.isEmpty ? "}" : "]}")
    }

    private mutating func quoted(_ value: Double) {
        raw("\"")
        raw(FloatText.string(value))
        raw("\"")
    }
}
