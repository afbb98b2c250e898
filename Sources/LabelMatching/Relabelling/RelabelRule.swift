/// One rule of `relabel_configs`, validated.
package struct RelabelRule: Sendable, Hashable {
    /// The labels whose values are joined.
    package var sourceLabels: [String] = []
    /// What stands between the joined values.
    package var separator = ";"
    /// What the joined value (or, for label actions, the label's name) is matched with; `nil` is `(.*)`, the default.
    package var pattern: RelabelPattern?
    /// The divisor of `hashmod`.
    package var modulus: UInt64 = 0
    /// The label that is written; may refer to groups for `replace`.
    package var targetLabel = ""
    /// What is written; may refer to groups as `$1` or `${name}`.
    package var replacement = "$1"
    package var action = RelabelAction.replace
    /// Which label names may be written.
    package var nameValidation = NameValidation.utf8

    package init() {}
}
