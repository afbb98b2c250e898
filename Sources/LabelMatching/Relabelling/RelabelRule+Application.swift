package import PrometheusModel

extension RelabelRule {
    /// Applies the rule to `labels`; `false` means that the label set is dropped.
    package func apply(to labels: inout LabelsBuilder) -> Bool {
        switch action {
        case .keep: matches(joinedValue(labels))
        case .drop: !matches(joinedValue(labels))
        case .keepEqual: joinedValue(labels) == labels[targetLabel]
        case .dropEqual: joinedValue(labels) != labels[targetLabel]
        case .replace, .hashMod, .lowercase, .uppercase, .labelMap, .labelDrop, .labelKeep: edit(&labels)
        }
    }
}

extension [RelabelRule] {
    /// Applies the rules in order; `false` means that one of them dropped the label set, and the rest did not run.
    package func apply(to labels: inout LabelsBuilder) -> Bool {
        allSatisfy { $0.apply(to: &labels) }
    }

    /// The relabelled label set; `nil` if it is dropped.
    package func apply(to labels: Labels) -> Labels? {
        guard !isEmpty else { return labels }
        var builder = LabelsBuilder(labels)
        return apply(to: &builder) ? builder.labels() : nil
    }
}
