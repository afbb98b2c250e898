@testable import Discovery
import HTTPClients
import PrometheusModel
import Testing

@Suite(.timeLimit(.minutes(1))) struct AzureLoginTests {
    private static let token = TableClient.Answer.body("{\"access_token\": \"tok\", \"expires_in\": 3600}")
    private static let root = "GET https://management.azure.com/subscriptions/s/providers/Microsoft.Compute/"
    private static let signIn = "https://login.microsoftonline.com/ten/oauth2/v2.0/token"

    private static func client(_ more: [String: TableClient.Answer]) -> TableClient {
        let none = TableClient.Answer.body("{\"value\": []}")
        return TableClient(
            [
                Self.root + "virtualMachines?api-version=2024-07-01": none,
                Self.root + "virtualMachineScaleSets?api-version=2024-07-01": none,
            ].merging(more) { $1 }
        )
    }

    private func run(
        _ client: TableClient,
        _ settings: String,
        _ variables: [String: String] = [:],
        refreshes: Int = 1
    ) async throws -> MechanismRun {
        var run = MechanismRun(client)
        run.variables = variables
        _ = try await run.reports("azure_sd_configs: [{subscription_id: s, \(settings)}]", refreshes: refreshes)
        return run
    }

    private static func form(_ client: TableClient) -> String? {
        client.requests.first { $0.method == "POST" }.map { String(decoding: $0.body, as: UTF8.self) }
    }

    @Test func `a secret signs in once, and again after a failure`() async throws {
        let client = Self.client(["POST \(Self.signIn)": Self.token])
        let settings = "tenant_id: ten, client_id: c, client_secret: x"
        let good = try await run(client, settings, refreshes: 3)
        #expect(good.log.lines == [])
        #expect(client.requests.count { $0.method == "POST" } == 1)
        #expect(client.requests.last?.header("Authorization") == "Bearer tok")
        client.answer(Self.root + "virtualMachines?api-version=2024-07-01", .body("{}", status: 401))
        let failed = try await run(client, settings, refreshes: 2)
        #expect(client.requests.count { $0.method == "POST" } == 3)
        #expect(failed.log.lines.contains { $0.contains("err=could not get virtual machines: ") })
    }

    @Test func `a refused secret is told in the service's words`() async throws {
        let answer = "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: Invalid.\\r\\nTrace\"}"
        let client = Self.client(["POST \(Self.signIn)": .body(answer, status: 401)])
        let run = try await run(client, "tenant_id: ten, client_id: c, client_secret: x")
        #expect(run.log.lines.contains { $0.contains("invalid_client: AADSTS7000215: Invalid. Trace") })
        #expect(run.metric("prometheus_sd_azure_failures_total") == "1")
    }

    @Test func `a workload shows the token of its file, which the environment names`() async throws {
        let folder = try TemporaryDirectory()
        defer { withExtendedLifetime(folder) {} }
        folder.write("token", "jwt\n")
        let client = Self.client(["POST \(Self.signIn)": Self.token])
        let variables = [
            "AZURE_FEDERATED_TOKEN_FILE": "\(folder.path)/token", "AZURE_TENANT_ID": "ten", "AZURE_CLIENT_ID": "c",
        ]
        for method in ["WorkloadIdentity", "SDK"] {
            _ = try await run(client, "authentication_method: \(method)", variables)
            let type = "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
            #expect(
                Self.form(client)?.hasPrefix("client_assertion=jwt&client_assertion_type=\(type)&client_id=c&") == true
            )
        }
    }

    @Test func `the SDK's way takes a secret of the environment first`() async throws {
        let client = Self.client(["POST \(Self.signIn)": Self.token])
        let variables = ["AZURE_TENANT_ID": "ten", "AZURE_CLIENT_ID": "c", "AZURE_CLIENT_SECRET": "x"]
        _ = try await run(client, "authentication_method: SDK", variables)
        #expect(Self.form(client)?.hasPrefix("client_id=c&client_secret=x&grant_type=client_credentials") == true)
    }

    @Test func `an app's identity comes from the server that the environment names`() async throws {
        let query = "api-version=2019-08-01&resource=https%3A%2F%2Fmanagement.core.windows.net%2F"
        let client = Self.client(["GET http://127.0.0.1:41741/msi/token?\(query)": Self.token])
        let variables = ["IDENTITY_ENDPOINT": "http://127.0.0.1:41741/msi/token", "IDENTITY_HEADER": "h"]
        let run = try await run(client, "authentication_method: ManagedIdentity", variables)
        #expect(run.log.lines == [])
        #expect(client.requests.first?.header("X-IDENTITY-HEADER") == "h")
    }

    @Test(
        arguments: [
            (
                "tenant_id: ten, client_id: c, client_secret: x, environment: Mars",
                "could not create Azure client: there is no cloud configuration matching the name \"MARS\""
            ), ("authentication_method: WorkloadIdentity", "no client ID specified"),
            ("authentication_method: WorkloadIdentity, client_id: c", "no tenant ID specified"),
            ("authentication_method: WorkloadIdentity, client_id: c, tenant_id: t", "no token file specified"),
            ("authentication_method: ManagedIdentity", "ManagedIdentityCredential authentication failed"),
        ]
    )
    func `what is missing is told at the refresh`(settings: String, message: String) async throws {
        let run = try await run(Self.client([:]), settings)
        #expect(run.log.lines.contains { $0.contains(message) }, "\(run.log.lines)")
    }
}
