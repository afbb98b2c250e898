/// Why a metric could not be registered.
public enum RegistrationError: Error, Hashable, CustomStringConvertible {
    /// Another metric has this name already.
    case duplicateName(String)
    /// Not a metric name.
    case invalidName(String)
    /// Not a label name, reserved, or given twice.
    case invalidLabel(name: String, metric: String)
    /// Bucket bounds must ascend.
    case invalidBuckets([Double])

    /// What is wrong, in one line.
    public var description: String {
        switch self {
        case .duplicateName(let name): "duplicate metrics collector registration attempted: \"\(name)\""
        case .invalidName(let name): "\"\(name)\" is not a valid metric name"
        case .invalidLabel(let name, let metric): "\"\(name)\" is not a valid label name for metric \"\(metric)\""
        case .invalidBuckets(let bounds): "histogram buckets must be in increasing order: \(bounds)"
        }
    }
}
