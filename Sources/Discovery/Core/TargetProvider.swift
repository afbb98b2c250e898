/// A running discovery mechanism with its settings.
package protocol TargetProvider: Sendable {
    /// Finds targets until the task is cancelled, and hands over the groups that are new or changed.
    ///
    /// A group without targets takes back the earlier group of the same source.
    func run(_ report: @Sendable ([TargetGroup]) async -> Void) async
}
