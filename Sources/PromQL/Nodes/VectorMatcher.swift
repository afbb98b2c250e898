import PrometheusModel

/// Which elements of two vectors belong together, by their labels.
struct VectorMatcher: Sendable {
    private let choice: LabelChoice
    private let commonChoice: LabelChoice
    /// Whether results of one-to-one matches have all labels.
    private let keepsAll: Bool

    init(_ matching: VectorMatching) {
        let names = matching.labels
        choice = matching.isOn ? LabelChoice(only: names) : LabelChoice(allBut: names + [Label.metricName])
        commonChoice = matching.isOn ? choice : LabelChoice(allBut: names)
        keepsAll = !matching.isOn && names.isEmpty
    }

    /// Writes what must be equal in elements that match.
    func writeSignature(of labels: Labels, to key: inout [UInt8]) {
        key.removeAll(keepingCapacity: true)
        choice.append(labels, to: &key)
    }

    /// The labels that elements of a match have in common.
    func signature(of labels: Labels) -> Labels { choice.labels(of: labels) }

    /// The labels of a one-to-one result.
    func commonLabels(of labels: Labels) -> Labels { keepsAll ? labels : commonChoice.labels(of: labels) }
}
