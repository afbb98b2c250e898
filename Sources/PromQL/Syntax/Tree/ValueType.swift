/// What an expression evaluates to.
package enum ValueType: String, Sendable, Hashable {
    case none
    case scalar
    case string
    case vector
    case matrix

    /// The name that error messages use.
    package var documentedName: String {
        switch self {
        case .none: "none"
        case .scalar: "scalar"
        case .string: "string"
        case .vector: "instant vector"
        case .matrix: "range vector"
        }
    }
}
