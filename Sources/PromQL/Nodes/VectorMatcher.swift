import PrometheusModel

/// Which elements of two vectors belong together, by their labels.
struct VectorMatcher: Sendable {
    private let choice: LabelChoice
    private let isOn: Bool
    private let names: [String]

    init(_ matching: VectorMatching) {
        isOn = matching.isOn
        names = matching.labels
        choice = isOn ? LabelChoice(only: names) : LabelChoice(allBut: names + [Label.metricName])
    }

    /// Writes what must be equal in elements that match.
    func writeSignature(of labels: Labels, to key: inout [UInt8]) {
        key.removeAll(keepingCapacity: true)
        choice.append(labels, to: &key)
    }

    /// The labels that elements of a match have in common.
    func signature(of labels: Labels) -> Labels { choice.labels(of: labels) }

    /// The labels of a one-to-one result.
    func commonLabels(of labels: Labels) -> Labels {
        isOn ? choice.labels(of: labels) : LabelChoice(allBut: names).labels(of: labels)
    }
}
