internal import PrometheusModel

/// What an agent keeps of a series.
struct AgentSeries {
    let labels: Labels
    /// The time of the newest sample.
    var lastTimestamp = Int64.min
    /// The newest exemplar.
    var lastExemplar: Exemplar?
    /// Numbers that the log has for the same series besides the one it is known by.
    var otherReferences: [UInt64] = []
}
