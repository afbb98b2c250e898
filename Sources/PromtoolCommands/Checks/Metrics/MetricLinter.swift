internal import PrometheusModel

/// Tells what is unusual about the names and labels of metrics.
///
/// - Source: the naming rules of the Prometheus documentation, in the words of `promtool check metrics`.
enum MetricLinter {
    /// Units that have a base unit to use instead.
    private static let units = [
        "amperes": "amperes", "bytes": "bytes", "celsius": "celsius", "grams": "grams", "joules": "joules",
        "kelvin": "kelvin", "kelvins": "kelvin", "meters": "meters", "metres": "metres", "seconds": "seconds",
        "volts": "volts", "minutes": "seconds", "hours": "seconds", "days": "seconds", "weeks": "seconds",
        "fahrenheit": "celsius", "rankine": "celsius", "inches": "meters", "yards": "meters", "miles": "meters",
        "bits": "bytes", "calories": "joules", "pounds": "grams", "ounces": "grams",
    ]
    private static let prefixes = [
        "pico", "nano", "micro", "milli", "centi", "deci", "deca", "hecto", "kilo", "kibi", "mega", "mebi", "giga",
        "gibi", "tera", "tebi", "peta", "pebi",
    ]
    private static let abbreviations: Set<String> = [
        "s", "ms", "us", "ns", "sec", "b", "kb", "mb", "gb", "tb", "pb", "m", "h", "d",
    ]

    /// All that is to be said of a family.
    static func problems(of family: LintedFamily) -> [String] {
        let type = family.type ?? .unknown
        var problems: [String] = []
        if family.help?.isEmpty ?? true { problems.append("no help text") }
        if family.metrics.contains(where: \.hasDuplicate) { problems.append("metric not unique") }
        problems += unitProblems(family.name)
        if type != .unknown {
            problems += suffixProblems(family, type)
            let parts = family.name.lowercased()
            if parts.contains("_\(type.rawValue)") {
                problems.append("metric name should not include type '\(type.rawValue)'")
            }
        }
        if family.name.contains(":") { problems.append("metric names should not contain ':'") }
        if isCamelCase(family.name) {
            problems.append("metric names should be written in 'snake_case' not 'camelCase'")
        }
        problems += family.labelNames.filter(isCamelCase).map { _ in
            "label names should be written in 'snake_case' not 'camelCase'"
        }
        if family.name.lowercased().split(separator: "_").dropFirst().contains(where: {
            abbreviations.contains(String($0))
        }) {
            problems.append("metric names should not contain abbreviated units")
        }
        return problems
    }

    private static func unitProblems(_ name: String) -> [String] {
        let parts = name.split(separator: "_").map(String.init)
        // The first unit that is found decides.
        for part in parts {
            for (unit, base) in units.sorted(by: { $0.key < $1.key }) {
                if part == unit, unit == base { return [] }
                let isPrefixed = prefixes.contains { part == $0 + unit }
                guard part == unit || isPrefixed else { continue }
                return ["use base unit \"\(base)\" instead of \"\(part)\""]
            }
        }
        return []
    }

    private static func suffixProblems(_ family: LintedFamily, _ type: MetricType) -> [String] {
        let name = family.name
        var problems: [String] = []
        if type == .counter, !name.hasSuffix("_total") {
            problems.append("counter metrics should have \"_total\" suffix")
        }
        if type != .counter, name.hasSuffix("_total") {
            problems.append("non-counter metrics should not have \"_total\" suffix")
        }
        let isHistogram = type == .histogram
        if !isHistogram, name.hasSuffix("_bucket") {
            problems.append("non-histogram metrics should not have \"_bucket\" suffix")
        }
        for suffix in ["_count", "_sum"] where !isHistogram && type != .summary && name.hasSuffix(suffix) {
            problems.append("non-histogram and non-summary metrics should not have \"\(suffix)\" suffix")
        }
        if !isHistogram, family.labelNames.contains("le") {
            problems.append("non-histogram metrics should not have \"le\" label")
        }
        if type != .summary, family.labelNames.contains("quantile") {
            problems.append("non-summary metrics should not have \"quantile\" label")
        }
        return problems
    }

    /// Whether a small letter is followed by a capital one.
    private static func isCamelCase(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return zip(bytes, bytes.dropFirst()).contains { (97...122).contains($0) && (65...90).contains($1) }
    }
}
