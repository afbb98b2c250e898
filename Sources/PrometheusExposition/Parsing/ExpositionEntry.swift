package import PrometheusModel

/// What a parser found; where its parts lie is in the parser.
@frozen
package enum ExpositionEntry: Sendable, Hashable {
    /// A float sample: see the parser's `sample` and `copyLabels`.
    case sample
    /// A native histogram: see also the parser's `histogram`. Text has none.
    case histogram
    /// The type of the family `metadataName`.
    case type(MetricType)
    /// The help of the family `metadataName`: see `metadataText`.
    case help
    /// The unit of the family `metadataName`: see `metadataText`.
    case unit
    /// The end of the exposition.
    case end
}
