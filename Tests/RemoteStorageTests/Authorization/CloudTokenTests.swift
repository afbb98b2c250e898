import HTTPClients
import PrometheusConfiguration
import PrometheusModel
import StrictYAML
import Synchronization
import TestSupport
import Testing

@testable import RemoteStorage

@Suite struct CloudTokenTests {
    /// Answers with JSON and remembers requests as text.
    private final class Directory: HTTPClient {
        let seen = Mutex<[String]>([])
        let answers: Mutex<[(status: Int, body: String)]>

        init(_ answers: [(status: Int, body: String)]) { self.answers = Mutex(answers) }

        func send(_ request: HTTPClientRequest) async throws(HTTPClientError) -> HTTPClientResponse {
            let headers = request.headers.filter { !["Content-Type", "Accept"].contains($0.name) }
                .map { " \($0.name):\($0.value)" }.joined()
            let line = "\(request.method) \(request.url)\(headers) \(String(decoding: request.body, as: UTF8.self))"
            seen.withLock { $0.append(line) }
            let answer = answers.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
            return HTTPClientResponse(
                status: answer.status,
                reason: "Reason",
                headers: [],
                body: Array(answer.body.utf8)
            )
        }
    }

    private static let id = "00000000-0000-0000-0000-000000000000"
    private static let good = (status: 200, body: #"{"access_token":"T1","expires_in":3600,"token_type":"Bearer"}"#)

    private static func request(_ directory: Directory, _ now: Int64 = 1_000_000) -> CloudTokenRequest {
        CloudTokenRequest(client: directory, clock: WallClock { now })
    }

    private static func azure(
        _ method: AzureADSettings.Method,
        cloud: String = "AzurePublic",
        scope: String = "",
        variables: [String: String] = [:],
        _ answers: [(status: Int, body: String)] = [good]
    ) async throws -> [String] {
        var settings = AzureADSettings()
        (settings.method, settings.cloud, settings.scope) = (method, cloud, scope)
        let directory = Directory(answers)
        let source = AzureTokenSource(
            settings: settings,
            request: request(directory),
            assertion: SignedAssertion { message, _, _ in [UInt8(truncatingIfNeeded: message.count)] },
            variable: { variables[$0] }
        )
        #expect(try await source.token().value == "T1")
        return directory.seen.withLock { $0 }
    }

    @Test func `an application of Azure proves itself with its secret`() async throws {
        let seen = try await Self.azure(.oauth(clientID: Self.id, clientSecret: Secret("a&b"), tenantID: "t.x"))
        #expect(
            seen == [
                "POST https://login.microsoftonline.com/t.x/oauth2/v2.0/token grant_type=client_credentials&client_id="
                    + "\(Self.id)&scope=https%3A%2F%2Fmonitor.azure.com%2F%2F.default&client_secret=a%26b"
            ]
        )
        let china = try await Self.azure(
            .oauth(clientID: Self.id, clientSecret: Secret("s"), tenantID: "t"),
            cloud: "AzureChina",
            scope: "own/.default"
        )
        #expect(china[0].hasPrefix("POST https://login.chinacloudapi.cn/t/oauth2/v2.0/token "))
        #expect(china[0].contains("&scope=own%2F.default&"))
    }

    @Test func `a machine of Azure is asked where it says`() async throws {
        let machine = try await Self.azure(
            .managedIdentity(clientID: Self.id),
            cloud: "AzureGovernment",
            [(200, #"{"access_token":"T1","expires_on":"4600"}"#)]
        )
        #expect(
            machine == [
                "GET http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource="
                    + "https%3A%2F%2Fmonitor.azure.us%2F&client_id=\(Self.id) Metadata:true "
            ]
        )
        let service = try await Self.azure(
            .managedIdentity(clientID: ""),
            variables: ["IDENTITY_ENDPOINT": "http://here/token", "IDENTITY_HEADER": "h"]
        )
        #expect(service[0].hasPrefix("GET http://here/token?api-version=2019-08-01&resource="))
        #expect(service[0].contains(" X-IDENTITY-HEADER:h"))
    }

    @Test func `workloads, certificates and the environment prove themselves with assertions`() async throws {
        try await TemporaryFolder.withFolder { folder in
            let token = try folder.write("token", " abc\n")
            let workload = try await Self.azure(
                .workloadIdentity(clientID: Self.id, tenantID: Self.id, tokenFile: token)
            )
            #expect(workload[0].hasSuffix("jwt-bearer&client_assertion=abc"))
            let pem =
                "-----BEGIN CERTIFICATE-----\nAQID\n-----END CERTIFICATE-----\n"
                + "-----BEGIN PRIVATE KEY-----\nBA==\n-----END PRIVATE KEY-----\n"
            let path = try folder.write("both.pem", pem)
            let certificate = try await Self.azure(
                .certificate(
                    clientID: Self.id,
                    tenantID: "t",
                    path: path,
                    keyPath: "",
                    password: Secret(""),
                    sendsChain: true
                )
            )
            let assertion = try #require(certificate[0].split(separator: "=").last)
            let parts = assertion.split(separator: ".")
            #expect(parts.count == 3)
            let header = #"{"alg":"RS256","typ":"JWT","x5t#S256":""#
            #expect(parts[0].hasPrefix(SignedAssertion.base64(Array(header.utf8))))
            let environment = try await Self.azure(
                .sdk(tenantID: ""),
                variables: [
                    "AZURE_TENANT_ID": "t", "AZURE_CLIENT_ID": "c", "AZURE_FEDERATED_TOKEN_FILE": token,
                    "AZURE_AUTHORITY_HOST": "http://here/",
                ]
            )
            #expect(environment[0].hasPrefix("POST http://here/t/oauth2/v2.0/token "))
            let secret = try await Self.azure(
                .sdk(tenantID: "own"),
                variables: ["AZURE_TENANT_ID": "t", "AZURE_CLIENT_ID": "c", "AZURE_CLIENT_SECRET": "s"]
            )
            #expect(secret[0].contains("/own/oauth2/v2.0/token ") && secret[0].hasSuffix("client_secret=s"))
        }
    }

    private static func google(
        _ file: String,
        variables: [String: String] = [:],
        _ answers: [(status: Int, body: String)] = [good]
    ) async throws -> [String] {
        let directory = Directory(answers)
        let source = GoogleTokenSource(
            file,
            request(directory),
            SignedAssertion { _, pem, _ in Array(pem.utf8) },
            variable: { variables[$0] }
        )
        #expect(try await source.token().value == "T1")
        return directory.seen.withLock { $0 }
    }

    @Test func `an account of Google signs, a user refreshes, a machine is asked`() async throws {
        try await TemporaryFolder.withFolder { folder in
            let account = try folder.write(
                "account.json",
                """
                {"type": "service_account", "client_email": "a@b", "private_key": "KEY", "private_key_id": "k1",
                 "token_uri": "http://here/token", "quota_project_id": "p"}
                """
            )
            let seen = try await Self.google(account)
            #expect(seen[0].hasPrefix("POST http://here/token grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3A"))
            #expect(seen[0].hasSuffix("." + SignedAssertion.base64(Array("KEY".utf8))))
            let source = GoogleTokenSource(
                account,
                Self.request(Directory([Self.good])),
                SignedAssertion(sign: nil),
                variable: { _ in nil }
            )
            #expect(source.quotaProject == "p")
            await #expect(throws: CloudTokenError("signing with RSA keys is not supported")) {
                try await source.token()
            }
            let user = try folder.write(
                "user.json",
                #"{"type":"authorized_user","client_id":"c","client_secret":"s","refresh_token":"r"}"#
            )
            let refreshed = try await Self.google("", variables: ["GOOGLE_APPLICATION_CREDENTIALS": user])
            #expect(
                refreshed == [
                    "POST https://oauth2.googleapis.com/token "
                        + "grant_type=refresh_token&client_id=c&client_secret=s&refresh_token=r"
                ]
            )
            let machine = try await Self.google("", variables: ["GCE_METADATA_HOST": "h:1", "HOME": folder.path])
            #expect(machine[0].hasPrefix("GET http://h:1/computeMetadata/v1/instance/service-accounts/default/token?"))
            #expect(machine[0].contains(" Metadata-Flavor:Google"))
            let odd = try folder.write("odd.json", #"{"type":"other"}"#)
            await #expect(throws: CloudTokenError(#"unknown credential type: "other""#)) {
                try await Self.google(odd)
            }
        }
    }

    @Test func `a token is kept for half of its life, and serves until its end`() async throws {
        let now = Mutex<Int64>(0)
        let directory = Directory([Self.good, (503, "busy"), (503, "busy"), (200, #"{"access_token":"T2"}"#)])
        let clock = WallClock { now.withLock { $0 } }
        let source = GoogleTokenSource(
            "",
            CloudTokenRequest(client: directory, clock: clock),
            SignedAssertion(sign: nil),
            variable: { _ in nil }
        )
        let keeper = CloudTokenKeeper(source, clock: clock)
        #expect(try await keeper.current().value == "T1")
        now.withLock { $0 = 1_799_999 }
        #expect(try await keeper.current().value == "T1")
        #expect(directory.seen.withLock { $0.count } == 1)
        now.withLock { $0 = 1_800_000 }
        #expect(try await keeper.current().value == "T1")
        #expect(directory.seen.withLock { $0.count } == 2)
        now.withLock { $0 = 3_600_000 }
        await #expect(throws: CloudTokenError.self) { try await keeper.current() }
        #expect(try await keeper.current().value == "T2")
    }

    @Test func `requests carry the token, and fail without one`() async throws {
        let endpoint = Directory([(204, "")])
        let request = HTTPClientRequest(method: "POST", url: "http://end/write", timeout: .seconds(1))
        let source = GoogleTokenSource(
            "",
            Self.request(Directory([Self.good])),
            SignedAssertion(sign: nil),
            variable: { _ in nil }
        )
        let headers = [(name: "X-Goog-User-Project", value: "p")]
        let client = CloudTokenClient(source, headers: headers, client: endpoint, clock: .system)
        #expect(try await client.send(request).status == 204)
        let expected = "POST http://end/write Authorization:Bearer T1 X-Goog-User-Project:p "
        #expect(endpoint.seen.withLock { $0 } == [expected])
        let refusing = GoogleTokenSource(
            "",
            Self.request(Directory([(403, "no")])),
            SignedAssertion(sign: nil),
            variable: { _ in nil }
        )
        let failing = CloudTokenClient(refusing, client: endpoint, clock: .system)
        await #expect(throws: HTTPClientError.self) { try await failing.send(request) }
    }
}
