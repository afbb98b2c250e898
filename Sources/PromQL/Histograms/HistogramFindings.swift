import PrometheusModel

/// What calculating with native histograms came upon, to be told when it is known of which series.
struct HistogramFindings: OptionSet, Sendable {
    let rawValue: UInt16

    /// Floats and histograms, where one must decide.
    static let mixedTypes = HistogramFindings(rawValue: 1 << 0)
    /// Histograms beside floats that were left out.
    static let ignoredBesideFloats = HistogramFindings(rawValue: 1 << 1)
    /// Exponential and custom buckets.
    static let mixedSchemas = HistogramFindings(rawValue: 1 << 2)
    /// A gauge, given to a function of counters.
    static let notCounter = HistogramFindings(rawValue: 1 << 3)
    /// A counter, given to a function of gauges.
    static let notGauge = HistogramFindings(rawValue: 1 << 4)
    static let conflictingResets = HistogramFindings(rawValue: 1 << 5)
    static let reconciledInAddition = HistogramFindings(rawValue: 1 << 6)
    static let reconciledInSubtraction = HistogramFindings(rawValue: 1 << 7)
    static let reconciledInAggregation = HistogramFindings(rawValue: 1 << 8)

    /// What an addition of an aggregation remarked, apart from resets.
    static func aggregation(_ remarks: HistogramSum.Remarks) -> HistogramFindings {
        remarks.contains(.reconciledBounds) ? .reconciledInAggregation : []
    }

    /// Upstream's warnings.
    private func warnings(_ name: String) -> [String] {
        var texts: [String] = []
        if contains(.mixedTypes) {
            texts.append("encountered a mix of histograms and floats for metric name \(name.quoted)")
        }
        if contains(.mixedSchemas) { texts.append(Self.mixedSchemasText(name)) }
        if contains(.notCounter) { texts.append("this native histogram metric is not a counter: \(name.quoted)") }
        if contains(.notGauge) { texts.append("this native histogram metric is not a gauge: \(name.quoted)") }
        if contains(.conflictingResets) { texts.append(Self.conflictingResetsText("aggregation")) }
        return texts
    }

    /// Upstream's infos.
    private func infos(_ name: String) -> [String] {
        var texts: [String] = []
        if contains(.ignoredBesideFloats) {
            texts.append(
                "ignored histograms in a range containing both floats and histograms for metric name \(name.quoted)"
            )
        }
        if contains(.reconciledInAddition) { texts.append(Self.reconciledText("addition")) }
        if contains(.reconciledInSubtraction) { texts.append(Self.reconciledText("subtraction")) }
        if contains(.reconciledInAggregation) { texts.append(Self.reconciledText("aggregation")) }
        return texts
    }

    static func mixedSchemasText(_ name: String) -> String {
        "vector contains a mix of histograms with exponential and custom buckets schemas for metric name \(name.quoted)"
    }

    static func conflictingResetsText(_ operation: String) -> String {
        "conflicting counter resets during histogram \(operation)"
    }

    static func reconciledText(_ operation: String) -> String {
        "mismatched custom buckets were reconciled during \(operation)"
    }

    /// Tells the user.
    func annotate(_ evaluation: Evaluation, metricName: String, at position: Int) {
        guard !isEmpty else { return }
        evaluation.annotate {
            for text in warnings(metricName) { $0.warn(text, at: position) }
            for text in infos(metricName) { $0.inform(text, at: position) }
        }
    }
}
