package import StrictYAML

/// Why a file with target groups cannot be used.
package enum TargetFileError: Error, Hashable, CustomStringConvertible {
    case unreadable(TextFileError)
    case notJSON(JSONDocumentError)
    case malformed(YAMLError)

    package var description: String {
        switch self {
        case .unreadable(let reason): "\(reason)"
        case .notJSON(let reason): "\(reason)"
        case .malformed(let reason): "\(reason)"
        }
    }
}
