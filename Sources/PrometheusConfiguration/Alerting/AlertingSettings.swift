package import LabelMatching

/// The `alerting` section.
package struct AlertingSettings: Sendable, Hashable {
    /// Rules for alerts, after the external labels.
    package var alertRelabelRules: [RelabelRule] = []
    package var alertmanagers: [AlertmanagerSettings] = []

    package init() {}
}
