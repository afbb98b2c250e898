/// The text formats that metric families can be written in.
package enum ExpositionFormat: Sendable, Hashable, CaseIterable {
    /// The classic text format, version 0.0.4.
    case text
    /// OpenMetrics, version 1.0.0.
    case openMetrics

    /// The media type with its parameters.
    package var contentType: String {
        switch self {
        case .text: "text/plain; version=0.0.4; charset=utf-8; escaping=underscores"
        case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=underscores"
        }
    }
}
