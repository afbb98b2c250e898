import PrometheusExposition

/// The present value of a metric in the writers' form.
typealias ExposedValue = MetricFamily.Value

/// A metric with one label set.
protocol MetricChild: AnyObject, Sendable {
    /// The value as it is now.
    var exposedValue: ExposedValue { get }
}
