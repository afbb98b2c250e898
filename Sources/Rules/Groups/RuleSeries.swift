internal import PrometheusModel
internal import Storage

/// The series that a rule gave, by position, so that the same result again costs neither hashing nor texts.
struct RuleSeries: Sendable {
    /// The label sets of the query's result that the series were made of; empty if nothing can be told from them.
    var inputs: [Labels] = []
    var labels: [Labels] = []
    /// As many as `labels`.
    var references: [SeriesReference] = []

    /// The references by label set.
    var byLabels: [Labels: SeriesReference] {
        Dictionary(zip(labels, references), uniquingKeysWith: { first, _ in first })
    }

    /// Leaves out the series at these positions, which ascend.
    mutating func remove(at positions: [Int]) {
        guard !positions.isEmpty else { return }
        inputs = []
        for position in positions.reversed() {
            labels.remove(at: position)
            references.remove(at: position)
        }
    }
}
