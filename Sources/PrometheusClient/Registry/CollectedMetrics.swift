import PrometheusExposition
import PrometheusModel

/// What a collector reports when the registry is read.
public struct CollectedMetrics: Sendable {
    private let constantLabels: [(name: String, value: String)]
    private(set) var families: [MetricFamily] = []

    init(constantLabels: [(name: String, value: String)]) { self.constantLabels = constantLabels }

    /// Reports the value of a counter.
    ///
    /// Values of one name with different labels join one family; its help is that of the first.
    public mutating func counter(
        _ name: String,
        help: String,
        labels: [(name: String, value: String)] = [],
        _ value: Double
    ) {
        add(name, help, .counter, labels, .single(value))
    }

    /// Reports the value of a gauge.
    public mutating func gauge(
        _ name: String,
        help: String,
        labels: [(name: String, value: String)] = [],
        _ value: Double
    ) {
        add(name, help, .gauge, labels, .single(value))
    }

    /// Reports a histogram.
    ///
    /// `counts` are those between the upper bounds, one more than there are bounds: not cumulative.
    public mutating func histogram(
        _ name: String,
        help: String,
        labels: [(name: String, value: String)] = [],
        bounds: [Double],
        counts: [Int],
        sum: Double
    ) {
        var total: UInt64 = 0
        var cumulative: [UInt64] = []
        for count in counts {
            total += UInt64(max(0, count))
            cumulative.append(total)
        }
        add(
            name,
            help,
            .histogram,
            labels,
            .histogram(bounds: bounds, counts: Array(cumulative.prefix(bounds.count)), count: total, sum: sum)
        )
    }

    private mutating func add(
        _ name: String,
        _ help: String,
        _ kind: MetricFamily.Kind,
        _ labels: [(name: String, value: String)],
        _ value: MetricFamily.Value
    ) {
        // A name from outside that is no metric name would break the exposition of everything else.
        guard name.isLegacyMetricName else { return }
        let rendered = RenderedLabels((constantLabels + labels).sorted { $0.name < $1.name })
        let series = MetricFamily.Series(rendered, value)
        if let at = families.lastIndex(where: { $0.name == name }) {
            guard families[at].kind == kind, !families[at].series.contains(where: { $0.labels == rendered }) else {
                return
            }
            families[at].series.append(series)
        } else {
            families.append(MetricFamily(name, help: help, kind: kind, series: [series]))
        }
    }
}
