/// Why a text is not a size in bytes, in upstream's words.
package enum ByteSizeTextError: Error, Hashable, CustomStringConvertible {
    case invalid(String)
    case unknownUnit(unit: String, text: String)

    package var description: String {
        switch self {
        case .invalid(let text): "units: invalid \(text)"
        case .unknownUnit(let unit, let text): "units: unknown unit \(unit) in \(text)"
        }
    }
}
