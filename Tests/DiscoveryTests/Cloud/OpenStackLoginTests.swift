@testable import Discovery
import HTTPClients
import PrometheusModel
import Testing

@Suite(.timeLimit(.minutes(1))) struct OpenStackLoginTests {
    private static let tokens = "POST http://keystone/v3/auth/tokens"
    private static let list = "GET http://nova/os-hypervisors/detail"

    /// A client that gives tokens with a catalog of one service; the table's answers have no headers.
    private struct Keystone: HTTPClient {
        let table: TableClient
        var region = "R1"
        var hasToken = true

        func send(_ request: HTTPClientRequest) async throws(HTTPClientError) -> HTTPClientResponse {
            var response = try await table.send(request)
            if request.method == "POST", hasToken { response.headers.append(("X-Subject-Token", "tok")) }
            return response
        }
    }

    private static let answer = TableClient.Answer.body(
        "{\"token\":{\"expires_at\":\"2999-01-01T00:00:00.000000Z\",\"catalog\":[{\"type\":\"compute\",\"endpoints\":"
            + "[{\"interface\":\"public\",\"region_id\":\"R1\",\"url\":\"http://nova\"},"
            + "{\"interface\":\"admin\",\"region_id\":\"R1\",\"url\":\"http://admin\"}]}]}}",
        status: 201
    )

    private func run(
        _ client: any HTTPClient,
        _ settings: String,
        _ variables: [String: String] = [:],
        refreshes: Int = 1
    ) async throws -> MechanismRun {
        var run = MechanismRun(client)
        run.variables = variables
        let text = "openstack_sd_configs: [{role: hypervisor, region: R1, \(settings)}]"
        _ = try await run.reports(text, refreshes: refreshes)
        return run
    }

    @Test func `a login without an endpoint is that of the environment`() async throws {
        let table = TableClient([Self.tokens: Self.answer, Self.list: .body("{\"hypervisors\":[]}")])
        let variables = [
            "OS_AUTH_URL": "http://keystone", "OS_USERNAME": "u", "OS_PASSWORD": "p", "OS_TENANT_NAME": "pr",
            "OS_USER_DOMAIN_NAME": "d",
        ]
        let run = try await run(Keystone(table: table), "port: 80", variables, refreshes: 2)
        #expect(run.log.lines == [])
        let posts = table.requests.filter { $0.method == "POST" }
        #expect(posts.count == 1)
        #expect(
            posts.first.map { String(decoding: $0.body, as: UTF8.self) }
                == "{\"auth\":{\"identity\":{\"methods\":[\"password\"],\"password\":{\"user\":{\"name\":\"u\",\"domain\":"
                + "{\"name\":\"d\"},\"password\":\"p\"}}},\"scope\":{\"project\":{\"name\":\"pr\",\"domain\":"
                + "{\"name\":\"d\"}}}}}"
        )
        #expect(table.requests.last?.header("X-Auth-Token") == "tok")
    }

    @Test(
        arguments: [
            ([:], "OS_AUTH_URL"), (["OS_AUTH_URL": "x"], "OS_USERNAME"),
            (["OS_AUTH_URL": "x", "OS_USERID": "u"], "OS_PASSWORD"),
        ] as [([String: String], String)]
    )
    func `an environment without a login keeps the mechanism from being made`(
        variables: [String: String],
        missing: String
    ) async {
        await #expect(throws: DiscoveryError("Missing environment variable [\(missing)]")) {
            _ = try await run(TableClient(), "port: 80", variables)
        }
    }

    @Test func `a failed refresh signs in anew`() async throws {
        let table = TableClient([Self.tokens: Self.answer, Self.list: .body("{}", status: 401)])
        let settings = "identity_endpoint: 'http://keystone/v3', username: u, password: p"
        let run = try await run(Keystone(table: table), settings, refreshes: 2)
        #expect(table.requests.count { $0.method == "POST" } == 2)
        #expect(run.log.lines.contains { $0.contains("err=could not extract hypervisors: ") })
    }

    @Test func `the availability chooses the endpoint`() async throws {
        let table = TableClient([
            Self.tokens: Self.answer, "GET http://admin/os-hypervisors/detail": .body("{\"hypervisors\":[]}"),
        ])
        let settings = "identity_endpoint: 'http://keystone/v3', username: u, password: p, availability: admin"
        #expect(try await run(Keystone(table: table), settings).log.lines == [])
    }

    @Test(arguments: [("internal", "R1", true), ("public", "R2", true), ("public", "R1", false)])
    func `a missing endpoint or token is told`(availability: String, region: String, hasToken: Bool) async throws {
        let table = TableClient([Self.tokens: Self.answer])
        var run = MechanismRun(Keystone(table: table, hasToken: hasToken))
        run.variables = [:]
        _ = try await run.reports(
            "openstack_sd_configs: [{role: hypervisor, region: \(region), availability: \(availability), "
                + "identity_endpoint: 'http://keystone/', username: u, password: p}]"
        )
        let message =
            hasToken
            ? "could not create OpenStack compute session: No suitable endpoint could be found in the service catalog."
            : "could not authenticate to OpenStack: no X-Subject-Token in the answer of the identity service"
        #expect(run.log.lines.contains { $0.contains(message) }, "\(run.log.lines)")
    }
}
