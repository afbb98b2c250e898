internal import LabelMatching
internal import PrometheusModel

/// Finds the first place where an expression has the wrong type, in the order in which upstream looks.
struct TypeChecker {
    /// What was parsed, for the places of errors.
    let text: [UInt8]
    /// How binary expressions wanted to match whose sides are not both instant vectors, by position.
    let droppedMatchings: [PositionRange: VectorMatching]

    /// Checks a node after the nodes below it.
    func check(_ expression: Expression) throws(ParseError) {
        switch expression {
        case .number, .string: break
        case .vectorSelector(let node): try check(node)
        case .matrixSelector(let node): try check(node.selector)
        case .subquery(let node): try check(node)
        case .call(let node): try check(node)
        case .aggregation(let node): try check(node)
        case .unary(let node): try check(node)
        case .binary(let node): try check(node)
        case .parenthesized(let node): try check(node.expression)
        }
    }

    private func error(_ message: String, _ position: PositionRange) -> ParseError {
        ParseError(message, at: position, in: text)
    }

    private func expect(_ expected: ValueType, of expression: Expression, in context: String) throws(ParseError) {
        try check(expression)
        let type = expression.valueType
        guard type == expected else {
            throw error(
                "expected type \(expected.documentedName) in \(context), got \(type.documentedName)",
                expression.position
            )
        }
    }

    private func check(_ selector: VectorSelector, mayMatchEverything: Bool = false) throws(ParseError) {
        if !selector.name.isEmpty {
            // The last matcher is the one of the name before the braces.
            for matcher in selector.matchers.dropLast() where matcher.name == Label.metricName {
                let names = "\(selector.name.quoted) or \(matcher.quotedValue)"
                throw error("metric name must not be set twice: \(names)", selector.position)
            }
        } else if !mayMatchEverything, selector.matchers.allSatisfy(\.matchesEmpty) {
            throw error("vector selector must contain at least one non-empty matcher", selector.position)
        }
    }

    private func check(_ subquery: Subquery) throws(ParseError) {
        try check(subquery.expression)
        let type = subquery.expression.valueType
        guard type == .vector else {
            throw error("subquery is only allowed on instant vector, got \(type.rawValue) instead", subquery.position)
        }
    }

    private func check(_ unary: Unary) throws(ParseError) {
        try check(unary.operand)
        let type = unary.operand.valueType
        guard type == .scalar || type == .vector else {
            let allowed = "expressions of type scalar or instant vector"
            throw error(
                "unary expression only allowed on \(allowed), got \(type.documentedName.quoted)",
                unary.position
            )
        }
    }

    private func check(_ aggregation: Aggregation) throws(ParseError) {
        try expect(.vector, of: aggregation.expression, in: "aggregation expression")
        if let parameter = aggregation.parameter, let type = aggregation.operation.parameterType {
            try expect(type, of: parameter, in: "aggregation parameter")
        }
    }

    // MARK: Calls

    private func check(_ call: Call) throws(ParseError) {
        let function = call.function
        let count = call.arguments.count
        let tail = "argument(s) in call to \(function.name.quoted), got \(count)"
        if function.arity == .fixed, count != function.minimumCount {
            throw error("expected \(function.minimumCount) \(tail)", call.position)
        }
        if count < function.minimumCount {
            throw error("expected at least \(function.minimumCount) \(tail)", call.position)
        }
        if let maximum = function.maximumCount, count > maximum {
            throw error("expected at most \(maximum) \(tail)", call.position)
        }
        for (i, argument) in call.arguments.enumerated() {
            if function.name == "info", i == 1 {
                try checkInfoSelector(argument)
            } else {
                try expect(function.argumentType(at: i), of: argument, in: "call to function \(function.name.quoted)")
            }
        }
    }

    private func checkInfoSelector(_ argument: Expression) throws(ParseError) {
        guard case .vectorSelector(let selector) = argument else {
            throw error("expected label selectors only", argument.position)
        }
        guard selector.name.isEmpty else {
            throw error("expected label selectors only, got vector selector instead", argument.position)
        }
        try check(selector, mayMatchEverything: true)
    }

    // MARK: Binary expressions

    private func check(_ binary: Binary) throws(ParseError) {
        try check(binary.left)
        try check(binary.right)
        let operation = binary.operation
        let types = (binary.left.valueType, binary.right.valueType)
        if binary.returnsBool, !operation.isComparison {
            throw error("bool modifier can only be used on comparison operators", binary.operatorPosition)
        }
        if operation.isComparison, !binary.returnsBool, types == (.scalar, .scalar) {
            throw error("comparisons between scalars must use BOOL modifier", binary.operatorPosition)
        }
        let matching = binary.matching ?? droppedMatchings[binary.position]
        if let matching, matching.isOn, let label = matching.labels.first(where: { matching.include.contains($0) }) {
            throw error(
                "label \(label.quoted) must not occur in ON and GROUP clause at once",
                binary.operatorPosition
            )
        }
        for side in [binary.left, binary.right] where side.valueType != .scalar && side.valueType != .vector {
            throw error("binary expression must contain only scalar and instant vector types", side.position)
        }
        if let matching { try check(matching, of: binary) }
        if operation.isSet, types.0 == .scalar || types.1 == .scalar {
            let name = operation.rawValue.quoted
            throw error("set operator \(name) not allowed in binary scalar expression", binary.position)
        }
    }

    private func check(_ matching: VectorMatching, of binary: Binary) throws(ParseError) {
        let hasFill = matching.fillLeft != nil || matching.fillRight != nil
        guard binary.matching != nil else {
            if !matching.labels.isEmpty {
                throw error("vector matching only allowed between instant vectors", binary.position)
            }
            if hasFill {
                throw error("filling in missing series only allowed between instant vectors", binary.position)
            }
            return
        }
        guard binary.operation.isSet else { return }
        if matching.cardinality != .manyToMany {
            throw error("no grouping allowed for \(binary.operation.rawValue.quoted) operation", binary.position)
        }
        if hasFill { throw error("filling in missing series not allowed for set operators", binary.position) }
    }
}
