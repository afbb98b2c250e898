package import PrometheusModel

/// The exemplars of one series, ascending in time.
package struct SeriesExemplars: Sendable, Hashable {
    package var labels: Labels
    package var exemplars: [Exemplar]

    package init(labels: Labels, exemplars: [Exemplar]) {
        self.labels = labels
        self.exemplars = exemplars
    }
}
