internal import PrometheusModel

/// The head of a `MetricFamily` message as ranges of the exposition, and where its metrics lie.
struct ProtobufFamily {
    var name = 0..<0
    var help = 0..<0
    var unit = 0..<0
    /// The number of the type in the message; counters may leave it out.
    var typeNumber: UInt64 = 0
    var metrics: [Range<Int>] = []

    /// The type, `nil` if the number stands for none.
    var type: MetricType? {
        switch typeNumber {
        case 0: .counter
        case 1: .gauge
        case 2: .summary
        case 3: .unknown
        case 4: .histogram
        case 5: .gaugeHistogram
        default: nil
        }
    }

    mutating func removeAll() {
        name = 0..<0
        help = 0..<0
        unit = 0..<0
        typeNumber = 0
        metrics.removeAll(keepingCapacity: true)
    }
}
