@testable import PromQL

extension Expression {
    /// Whether any of the functions is called.
    func calls(anyOf names: Set<String>) -> Bool {
        if case .call(let call) = self, names.contains(call.function.name) { return true }
        return children.contains { $0.calls(anyOf: names) }
    }

    /// Whether a duration is calculated from the query's range or step, or a selector is fixed to its start or end.
    var hasQueryTimes: Bool {
        let text = description
        return ["range()", "step()", "start()", "end()"].contains { text.contains($0) }
    }

    /// The expression with `@ time` at each selector and subquery that has none, but for those inside of a subquery that
    /// is fixed by now.
    func fixed(at time: Int64) -> Expression {
        func fix(_ shift: inout TimeShift) { if shift.at == .none { shift.at = .timestamp(milliseconds: time) } }
        switch self {
        case .number, .string: return self
        case .vectorSelector(var node):
            fix(&node.shift)
            return .vectorSelector(node)
        case .matrixSelector(var node):
            fix(&node.selector.shift)
            return .matrixSelector(node)
        case .subquery(var node):
            fix(&node.shift)
            return .subquery(node)
        case .call(var node):
            node.arguments = node.arguments.map { $0.fixed(at: time) }
            return .call(node)
        case .aggregation(var node):
            node.expression = node.expression.fixed(at: time)
            node.parameter = node.parameter?.fixed(at: time)
            return .aggregation(node)
        case .unary(var node):
            node.operand = node.operand.fixed(at: time)
            return .unary(node)
        case .binary(var node):
            node.left = node.left.fixed(at: time)
            node.right = node.right.fixed(at: time)
            return .binary(node)
        case .parenthesized(var node):
            node.expression = node.expression.fixed(at: time)
            return .parenthesized(node)
        }
    }
}
