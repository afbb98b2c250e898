import HTTPServing
import PrometheusBytes
import PrometheusModel
import Testing

@testable import Rules
@testable import WebAPI

@Suite struct RuleFilterTests {
    private func rule(_ name: String, alerting: Bool = false, _ severity: String = "page") -> RuleStatus {
        let kind: RuleStatus.Kind =
            alerting
            ? .alerting(
                .init(state: .inactive, holdMilliseconds: 0, keepFiringForMilliseconds: 0, annotations: [:], alerts: [])
            ) : .recording
        return RuleStatus(
            kind: kind,
            name: name,
            query: "up",
            labels: ["severity": severity],
            health: .ok,
            lastError: "",
            evaluationSeconds: 0,
            lastEvaluationNanoseconds: nil
        )
    }

    private var groups: [RuleGroupStatus] {
        [("a", [rule("r1"), rule("A1", alerting: true)]), ("b", [rule("r2", "ticket")]), ("c", [rule("r3")])].map {
            RuleGroupStatus(
                name: $0,
                file: "f.yml",
                intervalMilliseconds: 1000,
                limit: 0,
                rules: $1,
                evaluationSeconds: 0,
                lastEvaluationNanoseconds: nil
            )
        }
    }

    private func names(_ query: String) async throws -> [String] {
        let parameters = try await APIParameters(IncomingRequest("GET", "/?" + query))
        let filter = try RuleFilter(parameters)
        return try GroupPage(parameters).cut(groups, filter.select).groups.map { group in
            group.name + ":" + group.rules.map(\.name).joined(separator: ",")
        }
    }

    @Test(arguments: [
        ("", ["a:r1,A1", "b:r2", "c:r3"]), ("type=alert", ["a:A1"]), ("type=Record", ["a:r1", "b:r2", "c:r3"]),
        ("rule_name[]=r1&rule_name[]=r3", ["a:r1", "c:r3"]), ("rule_group[]=b", ["b:r2"]), ("file[]=x", []),
        ("match[]={severity=%22ticket%22}&match[]={severity=%22none%22}", ["b:r2"]),
        ("group_limit=2", ["a:r1,A1", "b:r2"]),
        ("group_limit=1&rule_name[]=r3", ["c:r3"]),
    ])
    func `rules and groups are those that are asked for`(query: String, expected: [String]) async throws {
        #expect(try await names(query) == expected)
    }

    @Test func `pages follow one another by their tokens`() async throws {
        let first = try GroupPage(try await APIParameters(IncomingRequest("GET", "/?group_limit=1")))
        let (_, token) = try first.cut(groups) { $0 }
        #expect(token == SHA256.hexadecimal("f.yml;b"))
        #expect(try await names("group_limit=2&group_next_token=\(token ?? "")") == ["b:r2", "c:r3"])
    }

    @Test(arguments: [
        ("group_limit=0", "group_limit", "group_limit needs to be greater than 0"),
        (
            "group_limit=x", "group_limit",
            "group_limit needs to be a valid number: strconv.ParseInt: parsing \"x\": invalid syntax"
        ),
        (
            "group_next_token=x", "group_next_token",
            "group_limit needs to be present in order to paginate over the groups"
        ),
        (
            "group_limit=1&group_next_token=x", "group_next_token",
            "invalid group_next_token 'x'. were rule groups changed?"
        ), ("type=x", "type", "not supported value \"x\""),
    ])
    func `wrong parameters are told as upstream tells them`(query: String, name: String, reason: String) async throws {
        let error = await #expect(throws: APIError.self) { try await names(query) }
        #expect(error?.message == "invalid parameter \"\(name)\": \(reason)")
    }
}
