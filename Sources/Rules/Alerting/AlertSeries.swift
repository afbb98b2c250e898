internal import PrometheusModel

/// The series that an alert is written to, kept while its state stays, so that their label sets are made once.
struct AlertSeries: Sendable {
    /// The state that the series tell.
    let state: AlertState
    /// `ALERTS`.
    let alerts: Labels
    /// `ALERTS_FOR_STATE`.
    let since: Labels

    init(_ labels: Labels, _ state: AlertState) {
        self.state = state
        var alerts = LabelsBuilder(labels)
        alerts.set(Label.metricName, "ALERTS")
        alerts.set("alertstate", state.rawValue)
        self.alerts = alerts.labels()
        var since = LabelsBuilder(labels)
        since.set(Label.metricName, "ALERTS_FOR_STATE")
        self.since = since.labels()
    }
}
