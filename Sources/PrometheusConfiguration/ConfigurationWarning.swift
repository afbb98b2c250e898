package import StrictYAML

/// A part of the configuration that is accepted but does not do what it says; to be logged.
package enum ConfigurationWarning: Sendable, Hashable, CustomStringConvertible {
    /// The field has no effect in this version.
    case unsupported(file: String, place: YAMLPlace)
    /// An environment variable that an external label names is not set or empty.
    case emptyEnvironmentVariable(name: String)

    package var description: String {
        switch self {
        case .unsupported(let file, let place): "\(file): \(place): not supported yet by this version, ignored"
        case .emptyEnvironmentVariable(let name): "Empty environment variable: \(name)"
        }
    }
}
