package import StrictYAML

/// Why a configuration file cannot be used.
package enum ConfigurationError: Error, Hashable, CustomStringConvertible {
    /// The file cannot be read; the reason is the system's in upstream's form.
    case unreadable(reason: String)
    /// What the file says is not a configuration.
    case invalid(file: String, reason: YAMLError)

    package var description: String {
        switch self {
        case .unreadable(let reason): reason
        case .invalid(let file, let reason): "parsing YAML file \(file): \(reason)"
        }
    }
}
