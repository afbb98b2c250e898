package import PrometheusModel

/// The metadata of a series in a request.
package struct WriteRequestMetadata: Sendable, Hashable {
    /// The position of its series in the request.
    package var series: Int
    package var metadata: SeriesMetadata
}
