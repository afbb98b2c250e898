/// What is known about one rule group, for the API and the rules page.
package struct RuleGroupStatus: Sendable {
    package var name: String
    /// The path of the rule file.
    package var file: String
    package var intervalMilliseconds: Int64
    /// The most series or alerts that a rule may give; 0 is no limit.
    package var limit: Int
    package var rules: [RuleStatus]
    package var evaluationSeconds: Double
    /// When the last evaluation started, in nanoseconds since the Unix epoch; `nil` before the first.
    package var lastEvaluationNanoseconds: Int64?
}
