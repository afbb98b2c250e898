/// One `Metric` message: its labels, and where its value lies.
struct ProtobufMetric {
    var labels: [ProtobufLabelPair] = []
    /// The message of the metric's value, by the number of its field in `Metric`.
    var values: [(field: UInt64, range: Range<Int>)] = []
    var timestamp: Int64 = 0

    mutating func removeAll() {
        labels.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        timestamp = 0
    }
}
