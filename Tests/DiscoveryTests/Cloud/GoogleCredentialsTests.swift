@testable import Discovery
import HTTPClients
import PrometheusModel
import Testing

@Suite(.timeLimit(.minutes(1))) struct GoogleCredentialsTests {
    private static let list =
        "GET https://compute.googleapis.com/compute/v1/projects/p/zones/z/instances?alt=json&prettyPrint=false"
    private static let token = TableClient.Answer.body("{\"access_token\": \"tok\", \"expires_in\": 3600}")

    private func run(
        _ client: TableClient,
        _ credentials: String,
        refreshes: Int = 1,
        at time: @escaping @Sendable () -> Int64 = { 1_700_000_000_000 }
    ) async throws -> MechanismRun {
        let folder = try TemporaryDirectory()
        defer { withExtendedLifetime(folder) {} }
        folder.write("key.json", credentials)
        var run = MechanismRun(client)
        run.variables = ["GOOGLE_APPLICATION_CREDENTIALS": "\(folder.path)/key.json"]
        run.clock = WallClock(nowMilliseconds: time)
        _ = try await run.reports("gce_sd_configs: [{project: p, zone: z}]", refreshes: refreshes)
        return run
    }

    private static let account =
        "{\"type\": \"service_account\", \"client_email\": \"a@p\", \"private_key_id\": \"k1\","
        + "\"private_key\": \"PEM\", \"token_uri\": \"http://token/\"}"

    @Test func `a service account signs claims, and its token is used until it ends`() async throws {
        let client = TableClient(["POST http://token/": Self.token, Self.list: .body("{}")])
        _ = try await run(client, Self.account, refreshes: 3)
        let asked = client.requests.filter { $0.url == "http://token/" }
        #expect(asked.count == 1)
        let form = String(decoding: try #require(asked.first).body, as: UTF8.self)
        #expect(form.hasSuffix("&grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer"))
        let parts = try #require(form.split(separator: "&").first).dropFirst("assertion=".count).split(separator: ".")
        try #require(parts.count == 3)
        let texts = try parts.map { String(decoding: try Self.decoded($0), as: UTF8.self) }
        #expect(texts[0] == "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k1\"}")
        #expect(
            texts[1]
                == "{\"iss\":\"a@p\",\"scope\":\"https://www.googleapis.com/auth/compute.readonly\","
                + "\"aud\":\"http://token/\",\"exp\":1700003600,\"iat\":1700000000}"
        )
        #expect(texts[2] == "sha256||PEM|\(parts[0]).\(parts[1])")
        #expect(client.requests.last?.header("Authorization") == "Bearer tok")
    }

    private static func decoded(_ text: Substring) throws -> [UInt8] {
        try #require(Base64Text.decoded(String(text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })))
    }

    @Test func `a user's refresh token is exchanged`() async throws {
        let client = TableClient(["POST https://oauth2.googleapis.com/token": Self.token, Self.list: .body("{}")])
        _ = try await run(
            client,
            "{\"type\":\"authorized_user\",\"client_id\":\"c\",\"client_secret\":\"s\",\"refresh_token\":\"r/1\"}"
        )
        let form = client.requests.first.map { String(decoding: $0.body, as: UTF8.self) }
        #expect(form == "client_id=c&client_secret=s&grant_type=refresh_token&refresh_token=r%2F1")
    }

    @Test func `another provider's token is exchanged, and becomes that of an account for programs`() async throws {
        let folder = try TemporaryDirectory()
        defer { withExtendedLifetime(folder) {} }
        folder.write("token", "{\"t\": \"jwt\"}")
        let client = TableClient([
            "POST http://sts/": Self.token, Self.list: .body("{}"),
            "POST http://iam/": .body("{\"accessToken\": \"acc\", \"expireTime\": \"2999-01-01T00:00:00Z\"}"),
        ])
        let source =
            "{\"file\": \"\(folder.path)/token\", \"format\": {\"type\": \"json\", \"subject_token_field_name\": \"t\"}}"
        let text =
            "{\"type\":\"external_account\",\"audience\":\"//a\",\"subject_token_type\":\"jwt\",\"token_url\":\"http://sts/\","
            + "\"service_account_impersonation_url\":\"http://iam/\",\"credential_source\":\(source)}"
        _ = try await run(client, text, refreshes: 2)
        #expect(client.requests.count { $0.method == "POST" } == 2)
        let form = client.requests.first.map { String(decoding: $0.body, as: UTF8.self) }
        #expect(form?.contains("&subject_token=jwt&subject_token_type=jwt") == true)
        #expect(client.requests[1].header("Authorization") == "Bearer tok")
        #expect(client.requests.last?.header("Authorization") == "Bearer acc")
    }

    @Test func `a refused token is fetched anew`() async throws {
        let refusal = "{\"error\":{\"code\":401,\"message\":\"Invalid.\",\"errors\":[{\"reason\":\"authError\"}]}}"
        let client = TableClient(["POST http://token/": Self.token, Self.list: .body(refusal, status: 401)])
        let run = try await run(client, Self.account, refreshes: 2)
        #expect(client.requests.count { $0.url == "http://token/" } == 2)
        let message = "error retrieving refresh targets from gce: googleapi: Error 401: Invalid., authError"
        #expect(run.log.lines.contains { $0.contains("err=\(message)") })
    }

    @Test func `a token that the server does not give is told with the server's answer`() async throws {
        let client = TableClient(["POST http://token/": .body("{\"error\":\"invalid_grant\"}", status: 400)])
        let run = try await run(client, Self.account)
        #expect(run.log.lines.contains { $0.contains("oauth2: cannot fetch token: 400 Not OK\nResponse: {\"error\"") })
    }

    @Test(
        arguments: [
            ("{\"type\":\"external_account\"}", "unable to parse credential source"),
            ("{\"type\":\"x\"}", "unknown credential type: \"x\""), ("{}", "missing 'type' field in credentials"),
            ("nonsense", "invalid JSON at byte"),
        ]
    )
    func `a file that is no credentials keeps the mechanism from being made`(text: String, message: String) async throws
    {
        await #expect {
            _ = try await run(TableClient(), text)
        } throws: { error in
            "\(error)".hasPrefix("error setting up communication with GCE service: google: error getting credentials ")
                && "\(error)".contains(message)
        }
    }
}
