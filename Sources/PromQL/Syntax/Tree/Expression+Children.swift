extension Expression {
    /// The expressions directly below, in the order in which upstream walks: an aggregation's body before its parameter.
    package var children: [Expression] {
        switch self {
        case .number, .string, .vectorSelector: []
        case .matrixSelector(let node): [.vectorSelector(node.selector)]
        case .subquery(let node): [node.expression]
        case .call(let node): node.arguments
        case .aggregation(let node): [node.expression] + (node.parameter.map { [$0] } ?? [])
        case .unary(let node): [node.operand]
        case .binary(let node): [node.left, node.right]
        case .parenthesized(let node): [node.expression]
        }
    }

    /// Every vector selector in the expression, those of range selectors included.
    package var selectors: [VectorSelector] {
        if case .vectorSelector(let selector) = self { return [selector] }
        return children.flatMap(\.selectors)
    }
}
