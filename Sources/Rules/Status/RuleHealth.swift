/// How the last evaluation of a rule went.
package enum RuleHealth: String, Sendable, Hashable {
    /// Not evaluated yet.
    case unknown
    case ok
    case failed = "err"
}
