internal import PrometheusModel

/// One value of a series.
enum SeriesValue: Sendable, Hashable {
    case number(Double)
    case histogram(FloatHistogram)
}
