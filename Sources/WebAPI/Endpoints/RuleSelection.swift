internal import HTTPServing
internal import LabelMatching
internal import PrometheusBytes
internal import PrometheusModel
internal import Rules

/// Which groups, rules and alerts a request of `/rules` asks for.
struct RuleSelection {
    let hidesAlerts: Bool
    private let type: String
    private let names: Set<String>
    private let groupNames: Set<String>
    private let files: Set<String>
    private let matchers: [[LabelMatcher]]
    /// The most groups of an answer; 0 is no limit.
    private let groupLimit: Int
    /// The token of the first group of the page.
    private let nextToken: String

    init(_ parameters: APIParameters) throws(APIError) {
        names = Set(parameters.values.all("rule_name[]"))
        groupNames = Set(parameters.values.all("rule_group[]"))
        files = Set(parameters.values.all("file[]"))
        matchers = try parameters.matchers()
        type = parameters["type"].lowercased()
        guard ["", "alert", "record"].contains(type) else {
            throw .invalid("type", "not supported value \(type.quoted)")
        }
        hidesAlerts = try Self.boolean(parameters, "exclude_alerts")
        (groupLimit, nextToken) = try Self.page(parameters)
    }

    /// The selected groups with their selected rules, and the token of the group after them.
    func select(_ groups: [RuleGroupStatus]) throws(APIError) -> (groups: [RuleGroupStatus], nextToken: String) {
        var result: [RuleGroupStatus] = []
        var hasReached = nextToken.isEmpty
        for group in groups {
            let token = Self.token(group)
            hasReached = hasReached || token == nextToken
            guard hasReached, groupNames.isEmpty || groupNames.contains(group.name) else { continue }
            guard files.isEmpty || files.contains(group.file) else { continue }
            var group = group
            group.rules = group.rules.filter(isSelected)
            guard !group.rules.isEmpty else { continue }
            if groupLimit > 0, result.count == groupLimit { return (result, token) }
            result.append(group)
        }
        guard hasReached else {
            throw .badData("invalid group_next_token '\(nextToken)'. were rule groups changed?")
        }
        return (result, "")
    }

    private func isSelected(_ rule: RuleStatus) -> Bool {
        let isAlert = if case .alerting = rule.kind { true } else { false }
        guard type.isEmpty || (type == "alert") == isAlert else { return false }
        guard names.isEmpty || names.contains(rule.name) else { return false }
        return matchers.isEmpty || matchers.contains { $0.allSatisfy { $0.matches(rule.labels) } }
    }

    /// Names a group in the token of a page. Clients treat it as opaque.
    private static func token(_ group: RuleGroupStatus) -> String {
        let text = "\(group.file);\(group.name)"
        return [UInt64(1), 2].map { seed in
            let digits = String(text.withRawSpan { FoldHash.hash($0, seed: seed) }, radix: 16)
            return String(repeating: "0", count: 16 - digits.utf8.count) + digits
        }.joined()
    }

    private static func page(_ parameters: APIParameters) throws(APIError) -> (limit: Int, token: String) {
        let (text, token) = (parameters["group_limit"], parameters["group_next_token"])
        guard !text.isEmpty else {
            if token.isEmpty { return (0, "") }
            throw .invalid(
                "group_next_token",
                "group_limit needs to be present in order to paginate over the groups"
            )
        }
        guard let limit = Int(text) else {
            throw .invalid(
                "group_limit",
                "group_limit needs to be a valid number: strconv.ParseInt: parsing \(text.quoted): invalid syntax"
            )
        }
        guard limit > 0 else { throw .invalid("group_limit", "group_limit needs to be greater than 0") }
        return (limit, token)
    }

    private static func boolean(_ parameters: APIParameters, _ name: String) throws(APIError) -> Bool {
        switch parameters[name] {
        case "1", "t", "T", "true", "TRUE", "True": return true
        case "", "0", "f", "F", "false", "FALSE", "False": return false
        default:
            throw .invalid(
                name,
                "error converting \(name): strconv.ParseBool: parsing \(parameters[name].quoted): invalid syntax"
            )
        }
    }
}
