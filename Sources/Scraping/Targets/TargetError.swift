internal import PrometheusModel

/// Why a discovered target cannot be scraped, in upstream's words.
enum TargetError: Error, Hashable, CustomStringConvertible {
    case noAddress
    case invalidAddress(String)
    /// The interval or timeout is no duration.
    case unparsable(what: String, reason: String)
    /// The interval or timeout is zero.
    case zero(what: String)
    case timeoutExceedsInterval(timeout: String, interval: String)

    var description: String {
        switch self {
        case .noAddress: "no address"
        case .invalidAddress(let address): "\(address.quoted) is not a valid hostname"
        case .unparsable(let what, let reason): "error parsing \(what): \(reason)"
        case .zero(let what): "\(what) cannot be 0"
        case .timeoutExceedsInterval(let timeout, let interval):
            "scrape timeout cannot be greater than scrape interval (\(timeout.quoted) > \(interval.quoted))"
        }
    }
}
