package import PrometheusModel

/// An alert as it is sent: firing, or resolved if its end has passed.
package struct AlertNotification: Sendable, Hashable {
    package var labels: Labels
    package var annotations: Labels
    package var startsAtMilliseconds: Int64
    package var endsAtMilliseconds: Int64
    /// The link back to the expression.
    package var generatorURL: String

    package init(
        labels: Labels,
        annotations: Labels,
        startsAtMilliseconds: Int64,
        endsAtMilliseconds: Int64,
        generatorURL: String
    ) {
        self.labels = labels
        self.annotations = annotations
        self.startsAtMilliseconds = startsAtMilliseconds
        self.endsAtMilliseconds = endsAtMilliseconds
        self.generatorURL = generatorURL
    }
}
