package import StrictYAML

/// Why a web configuration file cannot be used, in upstream's words.
package enum WebConfigurationError: Error, CustomStringConvertible {
    case unreadable(TextFileError)
    case invalid(YAMLError)
    case rejected(String)

    package var description: String {
        switch self {
        case .unreadable(let error): "\(error)"
        // Upstream does not say where an unacceptable value stands.
        case .invalid(.rejected(let reason, _)): reason
        case .invalid(let error): "\(error)"
        case .rejected(let reason): reason
        }
    }
}
