/// The type of a metric family, spelled as `# TYPE` lines and the API spell it.
package enum MetricType: String, Sendable, Hashable, CaseIterable {
    case counter
    case gauge
    case histogram
    case gaugeHistogram = "gaugehistogram"
    case summary
    case info
    case stateSet = "stateset"
    /// Not known; the text format writes `untyped`.
    case unknown
}
