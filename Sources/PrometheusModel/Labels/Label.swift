/// A label as text, for the edges of the system: configuration, API answers, logs, tests.
package struct Label: Hashable, Sendable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// The name of the label that holds the metric's name.
    package static let metricName = "__name__"
    /// The label of a classic histogram's bucket bound.
    package static let bucketBound = "le"
    /// The label of a summary's quantile.
    package static let quantile = "quantile"
}
