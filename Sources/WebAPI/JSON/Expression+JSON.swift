internal import LabelMatching
internal import PrometheusModel
internal import PromQL

extension Expression {
    /// Writes the tree as `parse_query` answers it, members in the order of their names.
    ///
    /// What upstream added after 3.5 is written where it says something.
    func write(to writer: inout JSONWriter) {
        switch self {
        case .number(let node):
            writer.object {
                $0.member("type", "numberLiteral")
                $0.member("val", FloatText.string(node.value, .fixed))
            }
        case .string(let node):
            writer.object {
                $0.member("type", "stringLiteral")
                $0.key("val")
                $0.string(damaged: node.bytes)
            }
        case .vectorSelector(let node): writer.object { node.write(range: nil, to: &$0) }
        case .matrixSelector(let node): writer.object { node.selector.write(range: node, to: &$0) }
        case .subquery(let node): writer.object { node.write(to: &$0) }
        case .call(let node): writer.object { node.write(to: &$0) }
        case .aggregation(let node): writer.object { node.write(to: &$0) }
        case .binary(let node): writer.object { node.write(to: &$0) }
        case .unary(let node):
            writer.object {
                $0.member("expr", node.operand)
                $0.member("op", node.isNegation ? "-" : "+")
                $0.member("type", "unaryExpr")
            }
        case .parenthesized(let node):
            writer.object {
                $0.member("expr", node.expression)
                $0.member("type", "parenExpr")
            }
        }
    }
}

extension VectorSelector {
    fileprivate func write(range: MatrixSelector?, to writer: inout JSONWriter) {
        if isAnchored { writer.member("anchored", true) }
        writer.key("matchers")
        writer.array(matchers) { writer, matcher in
            writer.object {
                $0.member("name", matcher.name)
                $0.member("type", matcher.kind.rawValue)
                $0.key("value")
                if let bytes = matcher.damagedValue { $0.string(damaged: bytes) } else { $0.string(matcher.value) }
            }
        }
        writer.member("name", name)
        writer.member("offset", Int(shift.offsetMilliseconds))
        writer.member("offsetExpr", ifPresent: shift.offsetExpression)
        if let range {
            writer.member("range", Int(range.rangeMilliseconds))
            writer.member("rangeExpr", ifPresent: range.rangeExpression)
        }
        if isSmoothed { writer.member("smoothed", true) }
        writer.member("startOrEnd", startOrEndOf: shift.at)
        writer.member("timestamp", timeOf: shift.at)
        writer.member("type", range == nil ? "vectorSelector" : "matrixSelector")
    }
}

extension Subquery {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.member("expr", expression)
        writer.member("offset", Int(shift.offsetMilliseconds))
        writer.member("offsetExpr", ifPresent: shift.offsetExpression)
        writer.member("range", Int(rangeMilliseconds))
        writer.member("rangeExpr", ifPresent: rangeExpression)
        writer.member("startOrEnd", startOrEndOf: shift.at)
        writer.member("step", Int(stepMilliseconds ?? 0))
        writer.member("stepExpr", ifPresent: stepExpression)
        writer.member("timestamp", timeOf: shift.at)
        writer.member("type", "subquery")
    }
}

extension Call {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.key("args")
        writer.array(arguments) { writer, argument in argument.write(to: &writer) }
        writer.key("func")
        writer.object {
            $0.key("argTypes")
            $0.strings(function.argumentTypes.map(\.rawValue))
            $0.member("name", function.name)
            $0.member("returnType", function.returnType.rawValue)
            let variadic =
                switch function.arity {
                case .fixed: 0
                case .upTo(let count): count
                case .unlimited: -1
                }
            $0.member("variadic", variadic)
        }
        writer.member("type", "call")
    }
}

extension Aggregation {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.member("expr", expression)
        writer.key("grouping")
        writer.strings(grouping)
        writer.member("op", operation.rawValue)
        if let parameter { writer.member("param", parameter) } else { writer.null("param") }
        writer.member("type", "aggregation")
        writer.member("without", isWithout)
    }
}

extension Binary {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.member("bool", returnsBool)
        writer.member("lhs", left)
        if let matching {
            writer.key("matching")
            writer.object { matching.write(to: &$0) }
        } else {
            writer.null("matching")
        }
        writer.member("op", operation.rawValue)
        writer.member("rhs", right)
        writer.member("type", "binaryExpr")
    }
}

extension VectorMatching {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.member("card", cardinality.rawValue)
        if fillLeft != nil || fillRight != nil {
            writer.key("fillValues")
            writer.object {
                if let fillLeft { $0.member("lhs", number: fillLeft) } else { $0.null("lhs") }
                if let fillRight { $0.member("rhs", number: fillRight) } else { $0.null("rhs") }
            }
        }
        writer.key("include")
        writer.strings(include)
        writer.key("labels")
        writer.strings(labels)
        writer.member("on", isOn)
    }
}

extension DurationExpression {
    fileprivate func write(to writer: inout JSONWriter) {
        switch self {
        case .literal(let literal):
            writer.object {
                $0.member("duration", literal.isDuration)
                $0.member("type", "numberLiteral")
                $0.member("val", FloatText.string(literal.value, .fixed))
            }
        case .step: writer.duration("step", nil, nil)
        case .range: writer.duration("range", nil, nil)
        case .negation(let operand, _): writer.duration("-", nil, operand)
        case .binary(let operation, let left, let right): writer.duration(operation.rawValue, left, right)
        case .least(let left, let right, _): writer.duration("min_of", left, right)
        case .greatest(let left, let right, _): writer.duration("max_of", left, right)
        case .parenthesized(let inner, _):
            if case .binary(let operation, let left, let right) = inner {
                writer.duration(operation.rawValue, left, right, isWrapped: true)
            } else {
                inner.write(to: &writer)
            }
        }
    }
}

extension JSONWriter {
    fileprivate mutating func member(_ name: String, _ expression: Expression) {
        key(name)
        expression.write(to: &self)
    }

    fileprivate mutating func member(_ name: String, ifPresent expression: DurationExpression?) {
        guard let expression else { return }
        key(name)
        expression.write(to: &self)
    }

    fileprivate mutating func member(_ name: String, startOrEndOf at: AtModifier) {
        switch at {
        case .start: member(name, "start")
        case .end: member(name, "end")
        case .none, .timestamp: null(name)
        }
    }

    fileprivate mutating func member(_ name: String, timeOf at: AtModifier) {
        if case .timestamp(let milliseconds) = at { member(name, Int(milliseconds)) } else { null(name) }
    }

    fileprivate mutating func duration(
        _ operation: String,
        _ left: DurationExpression?,
        _ right: DurationExpression?,
        isWrapped: Bool = false
    ) {
        object { writer in
            for (name, side) in [("lhs", left), ("rhs", right)] {
                if side == nil { writer.null(name) } else { writer.member(name, ifPresent: side) }
                if name == "lhs" { writer.member("op", operation) }
            }
            writer.member("type", "durationExpr")
            writer.member("wrapped", isWrapped)
        }
    }
}
