@testable import Discovery
import HTTPClients
import PrometheusModel
import Testing

@Suite(.timeLimit(.minutes(1))) struct AWSKeysTests {
    private static let list = "<DescribeInstancesResponse><reservationSet/></DescribeInstancesResponse>"
    private static let zones =
        "<DescribeAvailabilityZonesResponse><availabilityZoneInfo/></DescribeAvailabilityZonesResponse>"
    private static let ec2 = "POST https://ec2.eu-west-1.amazonaws.com/"
    private static let metadata = "http://169.254.169.254/latest/"
    private static let temporary =
        "{\"AccessKeyId\": \"TMP\", \"SecretAccessKey\": \"S\", \"Token\": \"T\", \"Expiration\": \"2999-01-01T00:00:00Z\"}"

    private static func client(_ more: [String: TableClient.Answer] = [:]) -> TableClient {
        TableClient(
            [
                Self.ec2: .body(Self.list, type: "text/xml"),
                "\(Self.ec2) Action=DescribeAvailabilityZones&Version=2016-11-15": .body(Self.zones),
            ].merging(more) { $1 }
        )
    }

    /// The account's key in the signature of the last request to EC2.
    private static func key(_ client: TableClient) -> String? {
        let header = client.requests.last { $0.url.hasPrefix("https://ec2.") }?.header("Authorization")
        return header?.split(separator: "Credential=").last.map { String($0.prefix { $0 != "/" }) }
    }

    private func run(
        _ client: TableClient,
        _ variables: [String: String],
        _ settings: String = "region: eu-west-1",
        refreshes: Int = 1
    ) async throws -> MechanismRun {
        var run = MechanismRun(client)
        run.variables = variables
        _ = try await run.reports("ec2_sd_configs: [{\(settings)}]", refreshes: refreshes)
        return run
    }

    private static func assumed(_ action: String) -> String {
        "<\(action)Response><\(action)Result><Credentials><AccessKeyId>ROLE</AccessKeyId><SecretAccessKey>s"
            + "</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration>"
            + "</Credentials></\(action)Result></\(action)Response>"
    }

    @Test func `keys of the settings come first, then those of the environment`() async throws {
        let client = Self.client()
        let variables = ["AWS_ACCESS_KEY_ID": "ENV", "AWS_SECRET_ACCESS_KEY": "S", "AWS_SESSION_TOKEN": "T"]
        _ = try await run(client, variables, "region: eu-west-1, access_key: SET, secret_key: s")
        #expect(Self.key(client) == "SET")
        _ = try await run(client, variables)
        #expect(Self.key(client) == "ENV")
        #expect(client.requests.last?.header("X-Amz-Security-Token") == "T")
    }

    @Test func `region and keys of a profile are read from the shared files`() async throws {
        let folder = try TemporaryDirectory()
        defer { withExtendedLifetime(folder) {} }
        folder.write(
            "credentials",
            "[default]\naws_access_key_id = DEF\naws_secret_access_key = s\n\n[other]\naws_access_key_id=OTHER\n"
                + "aws_secret_access_key=s\n"
        )
        folder.write("config", "[default]\nregion = us-east-1\n[profile other]\nregion = eu-west-1\n")
        let variables = [
            "AWS_SHARED_CREDENTIALS_FILE": "\(folder.path)/credentials", "AWS_CONFIG_FILE": "\(folder.path)/config",
        ]
        let client = Self.client()
        _ = try await run(client, variables, "profile: other")
        #expect(Self.key(client) == "OTHER")
        #expect(client.requests.allSatisfy { $0.url == "https://ec2.eu-west-1.amazonaws.com/" })
    }

    @Test func `a profile takes on its role with the keys of another, or of where it says`() async throws {
        let folder = try TemporaryDirectory()
        defer { withExtendedLifetime(folder) {} }
        folder.write("credentials", "[base]\naws_access_key_id=BASE\naws_secret_access_key=s\n")
        folder.write(
            "config",
            "[profile a]\nregion=eu-west-1\nrole_arn=arn:a\nsource_profile=base\nexternal_id=x\n# a note\n"
                + "[profile b]\nregion=eu-west-1\nrole_arn=arn:b\ncredential_source=Environment\n"
                + "[profile c]\nregion=eu-west-1\nrole_arn=arn:c\nsource_profile=d\n"
                + "[profile d]\nrole_arn=arn:d\nsource_profile=c\n"
        )
        let variables = [
            "AWS_SHARED_CREDENTIALS_FILE": "\(folder.path)/credentials", "AWS_CONFIG_FILE": "\(folder.path)/config",
            "AWS_ACCESS_KEY_ID": "ENV", "AWS_SECRET_ACCESS_KEY": "s",
        ]
        let client = Self.client(["POST https://sts.eu-west-1.amazonaws.com/": .body(Self.assumed("AssumeRole"))])
        for (profile, key) in [("a", "BASE"), ("b", "ENV")] {
            _ = try await run(client, variables, "profile: \(profile)")
            #expect(Self.key(client) == "ROLE")
            let request = client.requests.last { $0.url.contains("sts") }
            #expect(request?.header("Authorization")?.contains("Credential=\(key)/") == true)
            #expect(request.map { String(decoding: $0.body, as: UTF8.self) }?.contains("arn%3A\(profile)") == true)
        }
        let circle = try await run(client, variables, "profile: c")
        #expect(circle.log.lines.contains { $0.contains("lead to each other") })
    }

    @Test func `a machine asks its metadata for region and keys, with a token`() async throws {
        let client = Self.client([
            "PUT \(Self.metadata)api/token": .body("imds"),
            "GET \(Self.metadata)dynamic/instance-identity/document": .body("{\"region\": \"eu-west-1\"}"),
            "GET \(Self.metadata)meta-data/iam/security-credentials/": .body("my-role\n"),
            "GET \(Self.metadata)meta-data/iam/security-credentials/my-role": .body(Self.temporary),
        ])
        _ = try await run(client, ["HOME": "/nonexistent"], "port: 80", refreshes: 2)
        #expect(Self.key(client) == "TMP")
        let asked = client.requests.filter { $0.url.hasSuffix("/my-role") }
        #expect(asked.count == 1)
        #expect(asked.first?.header("X-aws-ec2-metadata-token") == "imds")
    }

    @Test func `without a region nothing is asked, and the log tells why`() async throws {
        let run = try await run(Self.client(), ["HOME": "/nonexistent"], "port: 80")
        #expect(run.log.lines.contains { $0.contains("err=could not determine AWS region: ") })
    }

    @Test func `without keys the refresh fails`() async throws {
        let run = try await run(Self.client(), ["HOME": "/nonexistent"])
        #expect(run.log.lines.contains { $0.contains("NoCredentialProviders: no valid providers in chain") })
        #expect(run.metric("prometheus_sd_refresh_failures_total") == "1")
    }

    @Test func `a container asks its own server`() async throws {
        let client = Self.client(["GET http://169.254.170.2/creds": .body(Self.temporary)])
        _ = try await run(
            client,
            ["HOME": "/nonexistent", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/creds"]
        )
        #expect(Self.key(client) == "TMP")
    }

    @Test func `a web identity becomes keys of its role`() async throws {
        let folder = try TemporaryDirectory()
        defer { withExtendedLifetime(folder) {} }
        folder.write("token", "jwt\n")
        let client = Self.client([
            "POST https://sts.eu-west-1.amazonaws.com/": .body(Self.assumed("AssumeRoleWithWebIdentity"))
        ])
        _ = try await run(
            client,
            [
                "HOME": "/nonexistent", "AWS_WEB_IDENTITY_TOKEN_FILE": "\(folder.path)/token",
                "AWS_ROLE_ARN": "arn:role",
            ]
        )
        #expect(Self.key(client) == "ROLE")
        let body = client.requests.first { $0.url.contains("sts") }.map { String(decoding: $0.body, as: UTF8.self) }
        #expect(body?.contains("WebIdentityToken=jwt") == true)
        #expect(client.requests.first { $0.url.contains("sts") }?.header("Authorization") == nil)
    }

    @Test func `a role is taken on with the own keys, and again when the service refuses the keys`() async throws {
        let client = Self.client(["POST https://sts.eu-west-1.amazonaws.com/": .body(Self.assumed("AssumeRole"))])
        let settings = "region: eu-west-1, access_key: A, secret_key: s, role_arn: 'arn:r', external_id: x"
        _ = try await run(client, [:], settings)
        #expect(Self.key(client) == "ROLE")
        let request = client.requests.first { $0.url.contains("sts") }
        #expect(request.map { String(decoding: $0.body, as: UTF8.self) }?.contains("ExternalId=x") == true)
        #expect(request?.header("Authorization")?.contains("Credential=A/") == true)
        let problem =
            "<Response><Errors><Error><Code>AuthFailure</Code><Message>no</Message></Error></Errors></Response>"
        client.answer(Self.ec2, .body(problem, status: 401))
        let failed = try await run(client, [:], settings, refreshes: 2)
        #expect(failed.log.lines.contains { $0.contains("could not describe instances: AuthFailure: no") })
        #expect(client.requests.count { $0.url.contains("sts") } == 3)
    }
}
