package import PrometheusModel

/// What a template of an alert can refer to.
package struct TemplateData: Sendable {
    /// The labels of the expression's sample.
    package var labels: Labels
    package var externalLabels: Labels
    package var externalURL: String
    package var value: Double

    package init(labels: Labels, externalLabels: Labels, externalURL: String, value: Double) {
        self.labels = labels
        self.externalLabels = externalLabels
        self.externalURL = externalURL
        self.value = value
    }
}
