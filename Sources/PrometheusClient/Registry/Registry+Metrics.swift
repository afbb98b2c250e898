import PrometheusExposition

extension Registry {
    /// Makes a counter without labels; it is exposed with 0 at once.
    public func counter(_ name: String, help: String) throws(RegistrationError) -> Counter {
        try add(name, help: help, .counter, labels: []) { Counter() }.child([])
    }

    /// Makes counters that differ by labels.
    public func counters(_ name: String, help: String, labels: [String]) throws(RegistrationError) -> CounterFamily {
        CounterFamily(table: try add(name, help: help, .counter, labels: labels) { Counter() })
    }

    /// Exposes a counter whose value is read from `value` each time.
    public func counter(
        _ name: String,
        help: String,
        reading value: @escaping @Sendable () -> Double
    ) throws(RegistrationError) {
        try add(name, help: help, .counter, reading: value)
    }

    /// Makes a gauge without labels; it is exposed with 0 at once.
    public func gauge(_ name: String, help: String) throws(RegistrationError) -> Gauge {
        try add(name, help: help, .gauge, labels: []) { Gauge() }.child([])
    }

    /// Makes gauges that differ by labels.
    public func gauges(_ name: String, help: String, labels: [String]) throws(RegistrationError) -> GaugeFamily {
        GaugeFamily(table: try add(name, help: help, .gauge, labels: labels) { Gauge() })
    }

    /// Exposes a gauge whose value is read from `value` each time.
    public func gauge(
        _ name: String,
        help: String,
        reading value: @escaping @Sendable () -> Double
    ) throws(RegistrationError) {
        try add(name, help: help, .gauge, reading: value)
    }

    /// Makes a histogram without labels.
    public func histogram(
        _ name: String,
        help: String,
        buckets: HistogramBuckets = .standard
    ) throws(RegistrationError) -> Histogram {
        try add(name, help: help, .histogram, labels: []) { Histogram(buckets) }.child([])
    }

    /// Makes histograms that differ by labels.
    public func histograms(
        _ name: String,
        help: String,
        labels: [String],
        buckets: HistogramBuckets = .standard
    ) throws(RegistrationError) -> HistogramFamily {
        HistogramFamily(table: try add(name, help: help, .histogram, labels: labels) { Histogram(buckets) })
    }

    /// Makes a summary without labels.
    public func summary(
        _ name: String,
        help: String,
        objectives: SummaryObjectives = .none
    ) throws(RegistrationError) -> Summary {
        try add(name, help: help, .summary, labels: []) { Summary(objectives) }.child([])
    }

    /// Makes summaries that differ by labels.
    public func summaries(
        _ name: String,
        help: String,
        labels: [String],
        objectives: SummaryObjectives = .none
    ) throws(RegistrationError) -> SummaryFamily {
        SummaryFamily(table: try add(name, help: help, .summary, labels: labels) { Summary(objectives) })
    }
}
