package import PrometheusModel

/// Targets that were found together, with the labels that they share.
package struct TargetGroup: Sendable, Hashable {
    /// Names the group within its provider; a later group with the same source replaces this one.
    package var source: String
    /// The labels of each target; what a target itself sets wins.
    package var labels: Labels
    /// One label set a target, with `__address__` among the labels.
    package var targets: [Labels]

    package init(source: String, labels: Labels = Labels(), targets: [Labels]) {
        self.source = source
        self.labels = labels
        self.targets = targets
    }
}
