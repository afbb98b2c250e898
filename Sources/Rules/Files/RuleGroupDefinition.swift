/// One rule group as its file defines it.
package struct RuleGroupDefinition: Sendable, Hashable {
    package var name: String
    /// The path of the file.
    package var file: String
    /// The default already put in.
    package var intervalMilliseconds: Int64
    /// `nil` means the global one.
    package var queryOffsetMilliseconds: Int64?
    /// 0 is no limit.
    package var limit: Int
    package var rules: [RuleDefinition]

    /// What identifies the group, also in metrics.
    package var key: String { "\(file);\(name)" }
}
