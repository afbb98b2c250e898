/// How log lines are laid out.
package enum LogFormat: String, Sendable, CaseIterable {
    /// `key=value` pairs.
    case logfmt
    /// One JSON object a line.
    case json
}
