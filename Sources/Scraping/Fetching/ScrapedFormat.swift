internal import PrometheusExposition

/// The formats that a target may answer in.
enum ScrapedFormat: Sendable, Hashable {
    case text(ExpositionFormat)
    /// Delimited `MetricFamily` messages.
    case protobuf
}
