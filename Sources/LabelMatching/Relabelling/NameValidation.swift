internal import PrometheusModel

/// Which metric and label names are accepted: `metric_name_validation_scheme`.
package enum NameValidation: String, Sendable, Hashable {
    /// Any non-empty text.
    case utf8
    /// `[a-zA-Z_][a-zA-Z0-9_]*`, for metric names also with colons.
    case legacy

    /// Whether `name` may be the name of a label.
    package func acceptsLabelName(_ name: String) -> Bool {
        switch self {
        case .utf8: !name.isEmpty
        case .legacy: name.isLegacyLabelName
        }
    }

    /// Whether `name` may be the name of a metric.
    package func acceptsMetricName(_ name: String) -> Bool {
        switch self {
        case .utf8: !name.isEmpty
        case .legacy: name.isLegacyMetricName
        }
    }
}
