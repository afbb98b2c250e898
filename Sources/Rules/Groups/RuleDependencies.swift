internal import LabelMatching
internal import PromQL
internal import PrometheusBytes
internal import PrometheusModel

/// Which rules of a group may be evaluated side by side, judged by what their selectors can name.
struct RuleDependencies: Sendable {
    /// Rules by number; those of a batch side by side, each batch after the one before it.
    let batches: [[Int]]
    /// The earlier rules whose results each rule reads; `nil` if that cannot be told.
    private let needs: [Set<Int>?]

    init(_ rules: [RuleDefinition]) {
        let needs = Self.needs(rules)
        self.needs = rules.indices.map { Self.hasHiddenQueries(rules[$0]) ? nil : needs?[$0] }
        guard let needs else {
            // A selector without a name may mean any rule.
            batches = rules.indices.map { [$0] }
            return
        }
        let needed = needs.reduce(into: Set<Int>()) { $0.formUnion($1) }
        let free = rules.indices.filter { needs[$0].isEmpty }
        let middle = rules.indices.filter { !needs[$0].isEmpty && needed.contains($0) }
        let last = rules.indices.filter { !needs[$0].isEmpty && !needed.contains($0) }
        batches = ([free] + middle.map { [$0] } + [last]).filter { !$0.isEmpty }
    }

    /// Whether a rule may read results of one of those before it.
    func reads(_ rule: Int, anyOf earlier: some Sequence<Int>) -> Bool {
        guard let needs = needs[rule] else { return true }
        return !needs.isEmpty && earlier.contains { needs.contains($0) }
    }

    /// Whether a rule reads more than its selectors say: templates can query, and `info` chooses its metric itself.
    private static func hasHiddenQueries(_ rule: RuleDefinition) -> Bool {
        rule.expression.description.contains("info(")
            || rule.kind == .alerting && (rule.labels + rule.annotations).contains { $0.value.contains("query") }
    }

    /// The earlier rules whose results each rule reads; `nil` if that cannot be told.
    private static func needs(_ rules: [RuleDefinition]) -> [Set<Int>]? {
        var result: [Set<Int>] = []
        for (i, rule) in rules.enumerated() {
            var found: Set<Int> = []
            for selector in rule.expression.selectors {
                guard let name = selector.matchers.first(where: { $0.name == Label.metricName }) else {
                    if rules.count < 2 { continue }
                    return nil
                }
                for earlier in 0..<i where reads(selector, name, rules[earlier]) { found.insert(earlier) }
            }
            result.append(found)
        }
        return result
    }

    private static func reads(_ selector: VectorSelector, _ name: LabelMatcher, _ rule: RuleDefinition) -> Bool {
        func accepts(_ matcher: LabelMatcher, _ value: String) -> Bool { value.withRawSpan { matcher.matches($0) } }
        if rule.kind == .recording { return accepts(name, rule.name) }
        guard accepts(name, "ALERTS") || accepts(name, "ALERTS_FOR_STATE") else { return false }
        return selector.matchers.filter { $0.name == "alertname" }.allSatisfy { accepts($0, rule.name) }
    }
}
