/// Why a YAML file cannot be used, in upstream's words with the place added.
package enum YAMLError: Error, Hashable, CustomStringConvertible {
    /// The text is not YAML, or not YAML that is safe to read.
    case syntax(problem: String, line: Int?)
    /// Fields that are unknown, set twice or of a wrong kind; all of them.
    case mismatches([YAMLMismatch])
    /// A value that has the right kind but is not acceptable.
    case rejected(reason: String, place: YAMLPlace)

    package var description: String {
        switch self {
        case .syntax(let problem, let line?): "yaml: line \(line): \(problem)"
        case .syntax(let problem, nil): "yaml: \(problem)"
        case .mismatches(let all): "yaml: unmarshal errors:\n" + all.map { "  \($0)" }.joined(separator: "\n")
        case .rejected(let reason, let place): "\(reason) (\(place))"
        }
    }
}
