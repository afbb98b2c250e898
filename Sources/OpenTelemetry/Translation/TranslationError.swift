internal import PrometheusModel

/// Why a request cannot become series, in upstream's words.
enum TranslationError: Error, Hashable, CustomStringConvertible {
    case emptyMetricName(String)
    case invalidMetricName(String, String)
    case emptyLabelName
    case labelNameOfUnderscores(String)
    case invalidLabelName(String, String)
    case invalidTemporality(String)
    case scaleTooSmall(Int32)

    var description: String {
        switch self {
        case .emptyMetricName(let name): "normalization for metric \(name.quoted) resulted in empty name"
        case .invalidMetricName(let name, let result):
            "normalization for metric \(name.quoted) resulted in invalid name \(result.quoted)"
        case .emptyLabelName: "label name is empty"
        case .labelNameOfUnderscores(let name): "label name \(name.quoted) contains only underscores"
        case .invalidLabelName(let name, let result):
            "normalization for label name \(name.quoted) resulted in invalid name \(result.quoted)"
        case .invalidTemporality(let name): "invalid temporality and type combination for metric \(name.quoted)"
        case .scaleTooSmall(let scale):
            "cannot convert exponential to native histogram. Scale must be >= -4, was \(scale)"
        }
    }
}
