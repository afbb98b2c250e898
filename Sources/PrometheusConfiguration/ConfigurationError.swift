internal import PrometheusModel
package import StrictYAML

/// Why a configuration cannot be used.
package enum ConfigurationError: Error, Hashable, CustomStringConvertible {
    /// A file cannot be read.
    case unreadable(TextFileError)
    /// What the main file says is not a configuration.
    case invalid(file: String, reason: YAMLError)
    /// What an included file says is not a list of scrape jobs.
    case invalidIncluded(file: String, reason: YAMLError)
    /// An included file cannot be read.
    case unreadableIncluded(file: String, reason: TextFileError)
    /// An included file names a job that another file has already; `firstFile` is `nil` for the main file.
    case duplicateJob(name: String, file: String, firstFile: String?)

    /// An agent has no place for a section.
    case notForAgents(field: String)

    package var description: String {
        switch self {
        case .unreadable(let reason): "\(reason)"
        case .invalid(let file, let reason): "parsing YAML file \(file): \(reason)"
        case .invalidIncluded(let file, let reason): "\(file.quoted): \(reason)"
        case .unreadableIncluded(let file, let reason): "\(file.quoted): \(reason)"
        case .notForAgents(let field): "field \(field) is not allowed in agent mode"
        case .duplicateJob(let name, let file, let firstFile):
            "\(file.quoted): found multiple scrape configs with job name \(name.quoted), first found in "
                + (firstFile.map(\.quoted) ?? "main config file")
        }
    }
}
