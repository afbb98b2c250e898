internal import PrometheusModel

extension Expression: CustomStringConvertible {
    /// The expression in one line, in upstream's canonical form; parsing it gives the same expression.
    package var description: String {
        switch self {
        case .number(let node): node.description
        case .string(let node): node.quoted.withReplacementEscaped
        case .vectorSelector(let node): node.description
        case .matrixSelector(let node): node.description
        case .subquery(let node): node.description
        case .call(let node): "\(node.function.name)(\(Self.list(node.arguments)))"
        case .aggregation(let node):
            "\(node.header)(\(Self.list([node.parameter, node.expression].compactMap { $0 })))"
        case .unary(let node): (node.isNegation ? "-" : "+") + node.operand.description
        case .binary(let node): "\(node.left) \(node.operatorText) \(node.right)"
        case .parenthesized(let node): "(\(node.expression))"
        }
    }

    private static func list(_ expressions: [Expression]) -> String {
        expressions.map(\.description).joined(separator: ", ")
    }
}

extension String {
    /// The text as it stands in a list of labels: in quotes unless it could be a metric's name.
    fileprivate var asGroupingLabel: String { isLegacyMetricName ? self : quoted.withReplacementEscaped }

    /// The text with the replacement character, which the lexer takes for damage, as an escape.
    var withReplacementEscaped: String {
        guard unicodeScalars.contains("\u{FFFD}") else { return self }
        return unicodeScalars.reduce(into: "") { result, scalar in
            if scalar == "\u{FFFD}" { result += "\\ufffd" } else { result.unicodeScalars.append(scalar) }
        }
    }
}

extension NumberLiteral: CustomStringConvertible {
    package var description: String {
        if isDuration {
            return DurationText.string(milliseconds: Int64((value * 1000).rounded()))
        }
        return FloatText.string(value, .fixed)
    }
}

extension Aggregation {
    /// The operator and its labels, up to the opening parenthesis.
    var header: String {
        let labels = grouping.map(\.asGroupingLabel).joined(separator: ", ")
        if isWithout { return "\(operation.rawValue) without (\(labels)) " }
        return grouping.isEmpty ? operation.rawValue : "\(operation.rawValue) by (\(labels)) "
    }
}

extension Binary {
    /// The operator with `bool` and the matching.
    var operatorText: String {
        var text = operation.rawValue + (returnsBool ? " bool" : "")
        guard let matching else { return text }
        let isGrouped = matching.cardinality == .manyToOne || matching.cardinality == .oneToMany
        if matching.isOn || !matching.labels.isEmpty || isGrouped {
            text += matching.isOn ? " on " : " ignoring "
            text += Self.list(matching.labels)
        }
        if isGrouped {
            text += matching.cardinality == .manyToOne ? " group_left " : " group_right "
            text += Self.list(matching.include)
        }
        return text + Self.fills(matching)
    }

    private static func fills(_ matching: VectorMatching) -> String {
        if let left = matching.fillLeft, let right = matching.fillRight, left.bitPattern == right.bitPattern {
            return " fill (\(FloatText.generalString(left)))"
        }
        let left = matching.fillLeft.map { " fill_left (\(FloatText.generalString($0)))" } ?? ""
        let right = matching.fillRight.map { " fill_right (\(FloatText.generalString($0)))" } ?? ""
        return left + right
    }

    private static func list(_ labels: [String]) -> String {
        "(" + labels.map(\.asGroupingLabel).joined(separator: ", ") + ")"
    }
}
