internal import PrometheusModel

/// One metric family of an exposition as the linter sees it.
struct LintedFamily {
    /// A metric: one label set of a family; what belongs to one summary or histogram is one.
    struct Metric {
        /// Bounds or quantiles, if there are any.
        var parts = 0
        /// How often each of its series came.
        var hasDuplicate = false
    }

    let name: String
    var help: String?
    var type: MetricType?
    /// The metrics in the order in which they came, and their positions by labels.
    private(set) var metrics: [Metric] = []
    private var positions: [Labels: Int] = [:]
    private var series: Set<Labels> = []
    /// The names of all labels.
    private(set) var labelNames: Set<String> = []

    init(_ name: String) { self.name = name }

    /// Takes one series of the family.
    mutating func take(_ labels: Labels) {
        var builder = LabelsBuilder(labels)
        let part = type == .summary ? "quantile" : type == .histogram ? "le" : ""
        var isPart = false
        for label in labels.array where label.name != Label.metricName {
            if label.name == part {
                isPart = true
                builder.set(label.name, "")
            } else {
                labelNames.insert(label.name)
            }
        }
        builder.set(Label.metricName, "")
        let key = builder.labels()
        let position = positions[key] ?? metrics.count
        if position == metrics.count {
            positions[key] = position
            metrics.append(Metric())
        }
        if isPart { metrics[position].parts += 1 }
        if !series.insert(labels).inserted { metrics[position].hasDuplicate = true }
    }

    /// How many series the family has, as `--extended` counts them.
    var cardinality: Int {
        switch type {
        case .summary, .histogram: metrics.count * (2 + (metrics.first?.parts ?? 0))
        default: metrics.count
        }
    }
}
