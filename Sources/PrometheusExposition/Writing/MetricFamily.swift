/// Series of one name with their present values, ready to be written as an exposition.
package struct MetricFamily: Sendable {
    /// What the values of a family mean.
    package enum Kind: Sendable, Hashable {
        case counter, gauge, histogram, summary, untyped

        /// The type as the text format writes it.
        package var textName: String {
            switch self {
            case .counter: "counter"
            case .gauge: "gauge"
            case .histogram: "histogram"
            case .summary: "summary"
            case .untyped: "untyped"
            }
        }

        /// The type as OpenMetrics writes it.
        package var openMetricsName: String { self == .untyped ? "unknown" : textName }
    }

    /// The value of one series, or of the series that make up one histogram or summary.
    package enum Value: Sendable, Hashable {
        case single(Double)
        /// Upper bounds without infinity, the cumulative counts at them, and the totals.
        case histogram(bounds: [Double], counts: [UInt64], count: UInt64, sum: Double)
        /// Quantiles and the values at them, and the totals.
        case summary(quantiles: [Double], values: [Double], count: UInt64, sum: Double)
    }

    /// One label set and its value.
    package struct Series: Sendable {
        package let labels: RenderedLabels
        package let value: Value

        package init(_ labels: RenderedLabels, _ value: Value) {
            self.labels = labels
            self.value = value
        }
    }

    package let name: String
    package let help: String
    package let kind: Kind
    /// The series in the order in which they are written.
    package var series: [Series]

    package init(_ name: String, help: String, kind: Kind, series: [Series] = []) {
        self.name = name
        self.help = help
        self.kind = kind
        self.series = series
    }
}
