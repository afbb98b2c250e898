import PrometheusModel

/// An operand or a result of a binary operator at one step.
enum BinaryElement: Sendable {
    case none
    case float(Double)
    case histogram(FloatHistogram)

    /// What a row has at `step`.
    init(_ row: borrowing SeriesRow, at step: Int) {
        if !row.values[step].isAbsent {
            self = .float(row.values[step])
        } else if let histogram = row.histograms[step] {
            self = .histogram(histogram)
        } else {
            self = .none
        }
    }

    /// The name of its type in annotations.
    var typeName: String {
        switch self {
        case .none, .float: "float"
        case .histogram: "histogram"
        }
    }
}
