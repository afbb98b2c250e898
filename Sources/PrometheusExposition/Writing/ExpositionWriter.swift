import PrometheusModel

/// Writes metric families as an exposition.
///
/// - Source: the text format's own description and the OpenMetrics 1.0.0 specification, sections 3.2 and 4.
package struct ExpositionWriter: Sendable {
    private let format: ExpositionFormat
    /// What was written so far.
    package private(set) var bytes: [UInt8] = []

    package init(_ format: ExpositionFormat) { self.format = format }

    /// Writes `families` and ends the exposition.
    package static func write(_ families: [MetricFamily], as format: ExpositionFormat) -> [UInt8] {
        var writer = ExpositionWriter(format)
        for family in families { writer.append(family) }
        writer.finish()
        return writer.bytes
    }

    /// Writes one family with its metadata; a family without series leaves no trace.
    package mutating func append(_ family: MetricFamily) {
        guard !family.series.isEmpty else { return }
        let name = familyName(family)
        appendMetadata(of: family, name)
        let sampleName = family.kind == .counter && format == .openMetrics ? name + "_total" : name
        for series in family.series {
            switch series.value {
            case .single(let value):
                appendLine(sampleName, series.labels, value: { $0.appendValue(value) })
            case .histogram(let bounds, let counts, let count, let sum):
                for (bound, cumulative) in zip(bounds, counts) {
                    appendLine(name + "_bucket", series.labels, ("le", bound)) { $0.appendCount(cumulative) }
                }
                appendLine(name + "_bucket", series.labels, ("le", .infinity)) { $0.appendCount(count) }
                appendTotals(name, series.labels, count: count, sum: sum)
            case .summary(let quantiles, let values, let count, let sum):
                for (quantile, value) in zip(quantiles, values) {
                    appendLine(name, series.labels, ("quantile", quantile)) { $0.appendValue(value) }
                }
                appendTotals(name, series.labels, count: count, sum: sum)
            }
        }
    }

    /// Ends the exposition; nothing may be written after it.
    package mutating func finish() {
        if format == .openMetrics { append("# EOF\n") }
    }

    private func familyName(_ family: MetricFamily) -> String {
        guard format == .openMetrics, family.kind == .counter, family.name.hasSuffix("_total") else {
            return family.name
        }
        return String(family.name.dropLast("_total".count))
    }

    private mutating func appendMetadata(of family: MetricFamily, _ name: String) {
        let shownName = name.isLegacyMetricName ? name : name.quoted
        if !family.help.isEmpty {
            append("# HELP \(shownName) ")
            bytes.appendEscaped(family.help, quotes: format == .openMetrics)
            append("\n")
        }
        append("# TYPE \(shownName) \(format == .openMetrics ? family.kind.openMetricsName : family.kind.textName)\n")
    }

    private mutating func appendTotals(_ name: String, _ labels: RenderedLabels, count: UInt64, sum: Double) {
        appendLine(name + "_sum", labels) { $0.appendValue(sum) }
        appendLine(name + "_count", labels) { $0.appendCount(count) }
    }

    private mutating func appendLine(
        _ name: String,
        _ labels: RenderedLabels,
        _ extra: (name: String, value: Double)? = nil,
        value: (inout ExpositionWriter) -> Void
    ) {
        let isLegacy = name.isLegacyMetricName
        if isLegacy { append(name) }
        if !isLegacy || !labels.bytes.isEmpty || extra != nil {
            append("{")
            if !isLegacy { append(name.quoted) }
            if !labels.bytes.isEmpty {
                if !isLegacy { append(",") }
                bytes.append(contentsOf: labels.bytes)
            }
            if let extra {
                if !isLegacy || !labels.bytes.isEmpty { append(",") }
                append("\(extra.name)=\"")
                appendValue(extra.value)
                append("\"")
            }
            append("}")
        }
        append(" ")
        value(&self)
        append("\n")
    }

    /// Writes a number; OpenMetrics wants whole ones to be recognisable as floats.
    private mutating func appendValue(_ value: Double) {
        let start = bytes.count
        FloatText.append(value, to: &bytes, .general)
        guard format == .openMetrics, value.isFinite else { return }
        let isMarked = bytes[start...].contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "e") }
        if !isMarked { append(".0") }
    }

    private mutating func appendCount(_ count: UInt64) { append(String(count)) }

    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }
}
