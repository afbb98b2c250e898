/// Why a text is not a duration, in upstream's words.
package enum DurationTextError: Error, Hashable, CustomStringConvertible {
    case empty
    case invalid(String)
    /// The unit, and the text that it stands in.
    case unknownUnit(String, String)
    case outOfRange

    package var description: String {
        switch self {
        case .empty: "empty duration string"
        case .invalid(let text): "not a valid duration string: \(text.quoted)"
        case .unknownUnit(let unit, let text): "unknown unit \(unit.quoted) in duration \(text.quoted)"
        case .outOfRange: "duration out of range"
        }
    }
}
