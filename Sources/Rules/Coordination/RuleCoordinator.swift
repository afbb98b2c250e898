/// Evaluates all rule groups: keeps a task for each group and applies configurations to them.
///
/// The asking functions may be called from anywhere at any time; they copy what they answer.
package final class RuleCoordinator: Sendable {
    package init() {}

    /// Evaluates until the task is cancelled.
    package func run() async {}

    /// The state of all groups, sorted by file and name.
    package func groups() -> [RuleGroupStatus] { [] }

    /// The pending and firing alerts of all groups, in the order of `groups()`.
    package func activeAlerts() -> [ActiveAlert] { [] }
}
