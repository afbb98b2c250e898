internal import PrometheusModel

/// Why a relabelling rule makes no sense, in upstream's words.
package enum RelabelRuleError: Error, Hashable, CustomStringConvertible {
    case modulusMissing
    case targetLabelMissing(RelabelAction)
    case targetLabelInvalid(String, RelabelAction)
    case replacementNotAllowed(RelabelAction)
    case replacementInvalid(String, RelabelAction)
    /// `keepequal` and `dropequal` with more than the two labels.
    case onlySourceAndTarget(RelabelAction)
    /// `labeldrop` and `labelkeep` with more than the pattern.
    case onlyPattern(RelabelAction)

    package var description: String {
        switch self {
        case .modulusMissing: "relabel configuration for hashmod requires non-zero modulus"
        case .targetLabelMissing(let action):
            "relabel configuration for \(action.rawValue) action requires 'target_label' value"
        case .targetLabelInvalid(let label, let action):
            "\(label.quoted) is invalid 'target_label' for \(action.rawValue) action"
        case .replacementNotAllowed(let action): "'replacement' can not be set for \(action.rawValue) action"
        case .replacementInvalid(let text, let action):
            "\(text.quoted) is invalid 'replacement' for \(action.rawValue) action"
        case .onlySourceAndTarget(let action):
            "\(action.rawValue) action requires only 'source_labels' and `target_label`, and no other fields"
        case .onlyPattern(let action): "\(action.rawValue) action requires only 'regex', and no other fields"
        }
    }
}
