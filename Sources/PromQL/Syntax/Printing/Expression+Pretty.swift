extension Expression {
    /// The most bytes of a line that is not split.
    private static let lineBytes = 100

    /// The expression in several lines if it is long: each part that does not fit in a line is split, its own parts
    /// indented by two blanks.
    package var pretty: String { pretty(level: 0) }

    private func pretty(level: Int) -> String {
        let line = description
        let indent = String(repeating: "  ", count: level)
        guard line.utf8.count > Self.lineBytes else {
            // Upstream forgets to indent a subquery that fits.
            if case .subquery = self { return line }
            return indent + line
        }
        switch self {
        case .number, .string, .vectorSelector, .matrixSelector: return indent + line
        case .subquery(let node): return node.expression.pretty(level: level) + node.suffix
        case .call(let node): return Self.split("\(node.function.name)(", node.arguments, level)
        case .aggregation(let node):
            return Self.split("\(node.header)(", [node.parameter, node.expression].compactMap { $0 }, level)
        case .parenthesized(let node): return Self.split("(", [node.expression], level)
        case .unary(let node):
            let operand = node.operand.pretty(level: level).drop { $0 == " " }
            return indent + (node.isNegation ? "-" : "+") + operand
        case .binary(let node):
            let (left, right) = (node.left.pretty(level: level + 1), node.right.pretty(level: level + 1))
            return "\(left)\n\(indent)\(node.operatorText)\n\(right)"
        }
    }

    /// An opening line, the parts, one each line or more, and the closing parenthesis.
    private static func split(_ opening: String, _ parts: [Expression], _ level: Int) -> String {
        let indent = String(repeating: "  ", count: level)
        let lines = parts.map { $0.pretty(level: level + 1) }.joined(separator: ",\n")
        return "\(indent)\(opening)\n\(lines)\n\(indent))"
    }
}
