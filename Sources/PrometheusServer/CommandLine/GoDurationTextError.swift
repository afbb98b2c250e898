import PrometheusModel

/// Why a text is not a duration in Go's syntax, in Go's words.
enum GoDurationTextError: Error, Hashable, CustomStringConvertible {
    case invalid(String)
    case missingUnit(String)
    case unknownUnit(String, in: String)

    var description: String {
        switch self {
        case .invalid(let text): "time: invalid duration \(text.quoted)"
        case .missingUnit(let text): "time: missing unit in duration \(text.quoted)"
        case .unknownUnit(let unit, let text): "time: unknown unit \(unit.quoted) in duration \(text.quoted)"
        }
    }
}
