internal import PrometheusBytes
internal import PrometheusModel
internal import Rules

/// A part of the rule groups, if a client wants them in parts.
struct GroupPage {
    /// The most groups; `nil` is all.
    private let limit: Int?
    /// What the part before told to go on with.
    private let token: String

    init(_ parameters: APIParameters) throws(APIError) {
        let text = parameters["group_limit"]
        token = parameters["group_next_token"]
        guard !text.isEmpty else {
            limit = nil
            guard token.isEmpty else {
                throw .invalid(
                    "group_next_token",
                    "group_limit needs to be present in order to paginate over the groups"
                )
            }
            return
        }
        guard let number = Int(text) else {
            let isNumber = text.drop { $0 == "-" || $0 == "+" }.allSatisfy { $0.isASCII && $0.isNumber }
            let reason = isNumber && !text.isEmpty ? "value out of range" : "invalid syntax"
            throw .invalid(
                "group_limit",
                "group_limit needs to be a valid number: strconv.ParseInt: parsing \(text.quoted): \(reason)"
            )
        }
        guard number > 0 else { throw .invalid("group_limit", "group_limit needs to be greater than 0") }
        limit = number
    }

    /// The groups of this part that `select` keeps, and what to ask for the next part with.
    func cut(
        _ groups: [RuleGroupStatus],
        _ select: (RuleGroupStatus) -> RuleGroupStatus?
    ) throws(APIError) -> (groups: [RuleGroupStatus], nextToken: String?) {
        var rest = groups[...]
        if !token.isEmpty {
            rest = rest.drop { Self.token(of: $0) != token }
            guard !rest.isEmpty else {
                throw .invalid("group_next_token", "invalid group_next_token '\(token)'. were rule groups changed?")
            }
        }
        var kept: [RuleGroupStatus] = []
        for group in rest {
            guard let selected = select(group) else { continue }
            if kept.count == limit { return (kept, Self.token(of: group)) }
            kept.append(selected)
        }
        return (kept, nil)
    }

    private static func token(of group: RuleGroupStatus) -> String {
        SHA256.hexadecimal("\(group.file);\(group.name)")
    }
}
