internal import PrometheusConfiguration
internal import PrometheusModel

/// Makes names of metrics and labels out of OpenTelemetry's.
struct NameTranslation: Sendable {
    let settings: OTLPSettings

    /// The name of a metric.
    func metricName(_ metric: ExportRequest.Metric, _ unit: UnitWords) throws(TranslationError) -> String {
        var name = metric.name
        if settings.translation.addsSuffixes {
            name = settings.translation.escapes ? escapedWithSuffixes(metric, unit) : withSuffixes(metric, unit)
        } else if settings.translation.escapes {
            name = Self.digitsGuarded(NameTokens.split(name, keepsUnderscores: true).joined(separator: "_"))
        }
        guard !name.isEmpty else { throw .emptyMetricName(metric.name) }
        guard !name.utf8.allSatisfy({ $0 == UInt8(ascii: "_") }) else {
            throw .invalidMetricName(metric.name, name)
        }
        return name
    }

    private func escapedWithSuffixes(_ metric: ExportRequest.Metric, _ unit: UnitWords) -> String {
        var tokens = NameTokens.split(metric.name, keepsUnderscores: false)
        if !unit.main.isEmpty, !tokens.contains(unit.main) { tokens.append(unit.main) }
        if !unit.rate.isEmpty, !tokens.contains(unit.rate) { tokens.append(unit.rate) }
        for suffix in Self.typeSuffixes(metric) { tokens = tokens.filter { $0 != suffix } + [suffix] }
        return Self.digitsGuarded(tokens.joined(separator: "_"))
    }

    private func withSuffixes(_ metric: ExportRequest.Metric, _ unit: UnitWords) -> String {
        var name = metric.name
        if !unit.main.isEmpty, !name.hasSuffix(unit.main) { name += "_\(unit.main)" }
        for suffix in (unit.rate.isEmpty ? [] : [unit.rate]) + Self.typeSuffixes(metric) {
            if name.hasSuffix(suffix) {
                name.removeLast(suffix.count)
                // The delimiter before it, whatever that is.
                if let last = name.last, !last.isLetter, !last.isNumber { name.removeLast() }
            }
            name += name.isEmpty ? suffix : "_\(suffix)"
        }
        return name
    }

    private static func typeSuffixes(_ metric: ExportRequest.Metric) -> [String] {
        if metric.kind == .sum, metric.isMonotonic { return ["total"] }
        return metric.kind == .gauge && metric.unit == "1" ? ["ratio"] : []
    }

    private static func digitsGuarded(_ name: String) -> String {
        name.first.map { $0.isASCII && $0.isNumber } == true ? "_" + name : name
    }

    /// The name of a label.
    func labelName(_ name: String) throws(TranslationError) -> String {
        guard !name.isEmpty else { throw .emptyLabelName }
        guard settings.translation.escapes else {
            guard !name.utf8.allSatisfy({ $0 == UInt8(ascii: "_") }) else { throw .labelNameOfUnderscores(name) }
            return name
        }
        var result = sanitized(name)
        if let first = result.first, first.isASCII, first.isNumber {
            result = "key_" + result
        } else if settings.sanitizesLeadingUnderscore, result.hasPrefix("_"), !result.hasPrefix("__") {
            result = "key" + result
        }
        guard !result.utf8.allSatisfy({ $0 == UInt8(ascii: "_") }), result != "key_" || name == "key_" else {
            throw .invalidLabelName(name, "_")
        }
        return result
    }

    /// The name with underscores for what a label's name cannot have.
    private func sanitized(_ name: String) -> String {
        let isReserved = name.hasPrefix("__") && name.hasSuffix("__") && name.utf8.count > 4
        var result = String.UnicodeScalarView()
        for scalar in (isReserved ? name.dropFirst(2).dropLast(2) : name[...]).unicodeScalars {
            let isValid =
                switch scalar {
                case "a"..."z", "A"..."Z", "0"..."9": true
                default: false
                }
            if isValid {
                result.append(scalar)
            } else if settings.preservesMultipleUnderscores || result.last != "_" {
                result.append("_")
            }
        }
        return isReserved ? "__\(String(result))__" : String(result)
    }
}
