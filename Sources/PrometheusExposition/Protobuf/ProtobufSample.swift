/// One series that a `Metric` message stands for, and its value.
struct ProtobufSample {
    /// What the series' name has after the family's.
    enum Suffix: UInt8 {
        case none
        case count
        case sum
        case bucket

        var text: StaticString {
            switch self {
            case .none: ""
            case .count: "_count"
            case .sum: "_sum"
            case .bucket: "_bucket"
            }
        }
    }

    /// The label that the message writes as a number.
    enum Bound: UInt8 {
        case none
        case upperBound
        case quantile
    }

    var suffix = Suffix.none
    var bound = Bound.none
    /// The value of the label `le` or `quantile`.
    var boundValue = 0.0
    var value = 0.0
    /// Whether it is the metric's native histogram.
    var isNative = false
    /// Where an exemplar of this series lies; empty if there is none.
    var exemplar = 0..<0
}
