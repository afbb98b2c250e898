internal import HTTPServing
internal import LabelMatching
internal import PrometheusModel
internal import Rules

/// Which rules a request asks for.
struct RuleFilter {
    private let type: String
    private let names: Set<String>
    private let groups: Set<String>
    private let files: Set<String>
    /// A rule passes if it passes all matchers of one of them, or if there are none.
    private let matchers: [[LabelMatcher]]

    init(_ parameters: APIParameters) throws(APIError) {
        matchers = try parameters.matchers()
        type = parameters["type"].lowercased()
        guard ["", "alert", "record"].contains(type) else {
            throw .invalid("type", "not supported value \(type.quoted)")
        }
        names = Set(parameters.values.all("rule_name[]"))
        groups = Set(parameters.values.all("rule_group[]"))
        files = Set(parameters.values.all("file[]"))
    }

    /// The group with those of its rules that pass; `nil` if there are none.
    func select(_ group: RuleGroupStatus) -> RuleGroupStatus? {
        guard groups.isEmpty || groups.contains(group.name), files.isEmpty || files.contains(group.file) else {
            return nil
        }
        var selected = group
        selected.rules = group.rules.filter(passes)
        return selected.rules.isEmpty ? nil : selected
    }

    private func passes(_ rule: RuleStatus) -> Bool {
        guard type.isEmpty || (type == "alert") == rule.isAlerting else { return false }
        guard names.isEmpty || names.contains(rule.name) else { return false }
        return matchers.isEmpty || matchers.contains { set in set.allSatisfy { $0.matches(rule.labels) } }
    }
}

extension RuleStatus {
    /// Whether it is an alerting rule.
    var isAlerting: Bool { if case .alerting = kind { true } else { false } }
}
