import LabelMatching
import PrometheusModel

extension Planner {
    /// Plans `info`: its second argument says which info metrics and which of their labels are wanted.
    mutating func info(_ call: Call, _ context: Context) throws(PromQLError) -> any VectorNode {
        var matchers: [LabelMatcher] = []
        if call.arguments.count > 1, case .vectorSelector(let selector) = call.arguments[1].withoutParentheses {
            matchers = selector.matchers
        }
        let names = Self.effectiveNames(matchers.filter { $0.name == Label.metricName })
        let data = matchers.filter { $0.name != Label.metricName }
        let child = try vector(call.arguments[0], context)
        // Info series are looked up at the times that the first selector of the argument reads.
        var selector = VectorSelector(name: "", matchers: names + data, position: call.position)
        selector.shift = infoShift(of: call.arguments[0]) ?? TimeShift()
        return InfoNode(
            child: child,
            source: try source(selector, range: nil, context),
            nameMatchers: names,
            dataMatchers: data
        )
    }

    /// The conditions on the names of info metrics.
    private static func effectiveNames(_ names: [LabelMatcher]) -> [LabelMatcher] {
        if names.isEmpty { return [.equal(Label.metricName, "target_info")] }
        if names.contains(where: { $0.kind == .equal || $0.kind == .regexMatch }) { return names }
        guard let anyInfo = try? LabelMatcher(.regexMatch, Label.metricName, ".+_info") else { return names }
        return names + [anyInfo]
    }

    /// What the first selector's `offset` and `@`, and those of the subqueries around it, come to; `nil` if there is no
    /// selector.
    private func infoShift(of expression: Expression) -> TimeShift? {
        switch expression {
        case .vectorSelector(let selector): return selector.shift
        case .matrixSelector(let matrix): return matrix.selector.shift
        case .subquery(let subquery):
            guard var shift = infoShift(of: subquery.expression) else { return nil }
            // What is pinned inside does not move with what is around it.
            guard shift.at == .none else { return shift }
            shift.at = subquery.shift.at
            shift.offsetMilliseconds += subquery.shift.offsetMilliseconds
            return shift
        default:
            for child in expression.children {
                if let shift = infoShift(of: child) { return shift }
            }
            return nil
        }
    }
}
