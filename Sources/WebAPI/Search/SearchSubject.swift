/// What is searched; the raw value is what error texts and paths call it.
enum SearchSubject: String, CaseIterable {
    case metricNames = "metric_names"
    case labelNames = "label_names"
    case labelValues = "label_values"
}
