package import PrometheusModel

/// A pending or firing alert, for the API and the alerts page.
package struct ActiveAlert: Sendable, Hashable {
    /// With `alertname` and the rule's own labels.
    package var labels: Labels
    /// With templates expanded.
    package var annotations: Labels
    package var state: AlertState
    /// When the expression first gave the alert, in milliseconds since the Unix epoch.
    package var activeAtMilliseconds: Int64
    /// Since when the alert is firing only because of `keep_firing_for`; `nil` if its expression gives it.
    package var keepFiringSinceMilliseconds: Int64?
    package var value: Double
}
