/// What a parser says about the sample or histogram that it has just read, besides its labels.
package struct ExposedSample: Sendable {
    /// Stands, together with `length`, for the series as the target wrote it (see `SeriesHash`).
    package var hash: UInt64 = 0
    package var length = 0
    package var value = 0.0
    /// Milliseconds since the Unix epoch, `nil` if the target gave none.
    package var timestamp: Int64?
    /// When the counter started, in milliseconds since the Unix epoch; 0 if the target did not say.
    package var startTimestamp: Int64 = 0
    /// Whether there are exemplars to ask the parser for.
    package var hasExemplars = false

    package init() {}
}
