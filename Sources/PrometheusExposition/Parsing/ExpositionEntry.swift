package import PrometheusModel

/// What the parser found; where its parts lie is in the parser.
@frozen
package enum ExpositionEntry: Sendable, Hashable {
    /// A sample: see `series`, `value`, `timestamp` and `exposedLabels`.
    case sample
    /// The type of the family `metadataName`.
    case type(MetricType)
    /// The help of the family `metadataName`: see `metadataText`.
    case help
    /// The unit of the family `metadataName`: see `metadataText`.
    case unit
    /// The end of the exposition.
    case end
}
