internal import LabelMatching
internal import PrometheusModel

extension TimeShift {
    /// ` @ 1.500`, with the space; empty if there is none.
    var atText: String {
        switch at {
        case .none: return ""
        case .start: return " @ start()"
        case .end: return " @ end()"
        case .timestamp(let milliseconds):
            let (seconds, rest) = milliseconds.magnitude.quotientAndRemainder(dividingBy: 1000)
            let fraction = String(rest)
            let zeros = String(repeating: "0", count: 3 - fraction.utf8.count)
            return " @ \(milliseconds < 0 ? "-" : "")\(seconds).\(zeros)\(fraction)"
        }
    }

    /// ` offset 5m`, with the space; empty if there is none.
    var offsetText: String {
        if let offsetExpression { return " offset \(offsetExpression)" }
        return offsetMilliseconds == 0 ? "" : " offset \(DurationText.string(milliseconds: offsetMilliseconds))"
    }
}

extension VectorSelector: CustomStringConvertible {
    package var description: String {
        matching + shift.atText + extensionText + shift.offsetText
    }

    /// The name and the matchers.
    var matching: String {
        let conditions =
            matchers
            .filter { name.isEmpty || $0.name != Label.metricName || $0.kind != .equal || $0.value != name }
            .map(\.description.withReplacementEscaped)
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return conditions.isEmpty && !name.isEmpty ? name : "\(name){\(conditions.joined(separator: ","))}"
    }

    /// ` anchored` or ` smoothed`, with the space.
    var extensionText: String { isAnchored ? " anchored" : isSmoothed ? " smoothed" : "" }
}

extension MatrixSelector: CustomStringConvertible {
    package var description: String {
        let range = rangeExpression?.description ?? DurationText.string(milliseconds: rangeMilliseconds)
        return "\(selector.matching)[\(range)]"
            + selector.extensionText + selector.shift.atText + selector.shift.offsetText
    }
}

extension Subquery: CustomStringConvertible {
    package var description: String { expression.description + suffix }

    /// The brackets and what follows them.
    var suffix: String {
        let range = rangeExpression?.description ?? DurationText.string(milliseconds: rangeMilliseconds)
        let step = stepExpression?.description ?? stepMilliseconds.map { DurationText.string(milliseconds: $0) } ?? ""
        return "[\(range):\(step)]" + shift.atText + shift.offsetText
    }
}
