internal import PrometheusModel
internal import PromQL
internal import Storage

/// What a rule's evaluation wants to have stored.
struct RuleOutput: Sendable {
    let rule: Int
    /// The series of the result, then those that have ended.
    var series: RuleSeries
    /// One a series; stale markers for those that have ended.
    var values: [Double]
    /// Those that are native histograms, by position.
    var histograms: [Int: FloatHistogram] = [:]
    /// The number of series in the result.
    let count: Int
    /// Positions of series whose references are not known yet, ascending.
    var unresolved: [Int] = []

    /// Nothing but the same series as last time.
    init(
        _ rule: Int,
        repeating series: RuleSeries,
        _ values: [Double],
        _ histograms: [Int: FloatHistogram] = [:]
    ) {
        self.rule = rule
        self.series = series
        self.values = values
        self.histograms = histograms
        count = series.labels.count
    }

    /// Compares with what the rule gave last time: knows what it knew, and ends what is not there any more.
    init(_ rule: Int, _ samples: [RuleSample], inputs: [Labels], after previous: RuleSeries) {
        self.rule = rule
        count = samples.count
        series = RuleSeries(inputs: inputs, labels: samples.map(\.labels))
        values = samples.map(\.value)
        for (position, sample) in samples.enumerated() {
            if let histogram = sample.histogram { histograms[position] = histogram }
        }
        var known = previous.byLabels
        series.references.reserveCapacity(samples.count)
        for (position, labels) in series.labels.enumerated() {
            let reference = known.removeValue(forKey: labels)
            if reference == nil { unresolved.append(position) }
            series.references.append(reference ?? SeriesReference(0))
        }
        guard !known.isEmpty else { return }
        for (labels, reference) in zip(previous.labels, previous.references) where known[labels] != nil {
            series.labels.append(labels)
            series.references.append(reference)
            values.append(StaleMarker.value)
        }
    }

    /// The series without those that have ended and those at `dropped`, which ascend.
    func lasting(without dropped: [Int]) -> RuleSeries {
        var lasting = series
        lasting.labels.removeLast(series.labels.count - count)
        lasting.references.removeLast(series.references.count - count)
        lasting.remove(at: dropped)
        return lasting
    }
}
