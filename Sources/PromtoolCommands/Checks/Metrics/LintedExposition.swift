internal import PrometheusExposition
internal import PrometheusBytes
internal import PrometheusModel

/// Reads an exposition in the text format into its families.
struct LintedExposition {
    private(set) var families: [LintedFamily] = []
    private var positions: [String: Int] = [:]

    init(_ bytes: [UInt8]) throws(ExpositionError) {
        var parser = ExpositionParser(bytes.rawSpan, .text, SeriesHash())
        var exposed = ExposedLabels()
        while true {
            let entry = try parser.next()
            switch entry {
            case .end: return
            case .type(let type): families[position(parser.metadata.family)].type = type
            case .help:
                let metadata = parser.metadata
                families[position(metadata.family)].help = metadata.text
            case .unit, .histogram: break
            case .sample:
                parser.copyLabels(into: &exposed)
                let labels = exposed.packed
                families[position(familyName(labels[Label.metricName] ?? ""))].take(labels)
            }
        }
    }

    private mutating func position(_ name: String) -> Int {
        if let position = positions[name] { return position }
        positions[name] = families.count
        families.append(LintedFamily(name))
        return families.count - 1
    }

    /// The family that a series belongs to: that of its histogram or summary, if there is one.
    private func familyName(_ name: String) -> String {
        for (suffix, types) in [
            ("_bucket", [MetricType.histogram]), ("_sum", [.histogram, .summary]), ("_count", [.histogram, .summary]),
        ] where name.hasSuffix(suffix) {
            let base = String(name.dropLast(suffix.count))
            if let position = positions[base], let type = families[position].type, types.contains(type) { return base }
        }
        return name
    }
}
