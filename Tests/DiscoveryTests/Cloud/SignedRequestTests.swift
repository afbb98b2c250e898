@testable import Discovery
import HTTPClients
import PrometheusBytes
import PrometheusModel
import Testing

@Suite(.timeLimit(.minutes(1))) struct SignedRequestTests {
    private static let metadata = "GET http://169.254.169.254/opc/v2/identity/"
    private static let root = "https://iaas.r1.oraclecloud.com/20160918/"

    @Test(
        arguments: [
            (1_388_957_500_000, "Sun, 05 Jan 2014 21:31:40 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
            (1_709_164_800_000, "Thu, 29 Feb 2024 00:00:00 GMT"),
        ] as [(Int64, String)]
    )
    func `dates are written as HTTP has them`(time: Int64, text: String) {
        #expect(OCISigner.date(time) == text)
    }

    @Test func `requests to Oracle are signed with the user's key and passphrase`() async throws {
        let folder = try TemporaryDirectory()
        defer { withExtendedLifetime(folder) {} }
        folder.write("key.json", "PEM")
        folder.write("token", "open sesame\n")
        let client = TableClient([
            "GET \(Self.root)instances?compartmentId=ten": .body("[]"),
            "GET \(Self.root)vnicAttachments?compartmentId=ten": .body("[]"),
        ])
        var run = MechanismRun(client)
        run.clock = WallClock { 0 }
        _ = try await run.reports(
            "oci_sd_configs: [{tenancy: ten, user: us, fingerprint: 'a:b', region: r1, "
                + "key_file: \(folder.path)/key.json, key_passphrase_file: \(folder.path)/token}]"
        )
        let header = try #require(client.requests.first?.header("Authorization"))
        let parts = header.split(separator: "signature=\"")
        #expect(
            parts[0]
                == "Signature version=\"1\",keyId=\"ten/us/a:b\",algorithm=\"rsa-sha256\","
                + "headers=\"date (request-target) host\","
        )
        let signature = try #require(Base64Text.decoded(String(parts[1].dropLast())))
        #expect(
            String(decoding: signature, as: UTF8.self)
                == "sha256|open sesame|PEM|date: Thu, 01 Jan 1970 00:00:00 GMT\n"
                + "(request-target): get /20160918/instances?compartmentId=ten\nhost: iaas.r1.oraclecloud.com"
        )
    }

    @Test func `a machine opens a session with its certificate, and keeps it until its token ends`() async throws {
        let subject = "opc-tenant:ocid1.tenancy.oc1..x"
        let certificate = [0x30, 0x13, UInt8(subject.utf8.count)] + Array(subject.utf8) + [0x31, 0x30]
        let pem = "-----BEGIN CERTIFICATE-----\n\(Base64Text.encoded(certificate))\n-----END CERTIFICATE-----\n"
        let claims = Base64Text.encodedForURLs(Array("{\"exp\": 3600}".utf8))
        let client = TableClient([
            Self.metadata + "cert.pem": .body(pem), Self.metadata + "key.pem": .body("LEAF"),
            Self.metadata + "intermediate.pem": .body("-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n"),
            "POST https://auth.r1.oraclecloud.com/v1/x509": .body("{\"token\": \"h.\(claims).s\"}"),
            "GET \(Self.root)instances?compartmentId=c": .body("[]"),
            "GET \(Self.root)vnicAttachments?compartmentId=c": .body("[]"),
        ])
        var run = MechanismRun(client)
        run.clock = WallClock { 0 }
        let text = "oci_sd_configs: [{auth: instance_principal, region: r1, compartments: [c]}]"
        _ = try await run.reports(text, refreshes: 2)
        #expect(run.log.lines == [])
        let posts = client.requests.filter { $0.method == "POST" }
        #expect(posts.count == 1)
        let post = try #require(posts.first)
        #expect(
            String(decoding: post.body, as: UTF8.self)
                == "{\"certificate\":\"\(Base64Text.encoded(certificate))\",\"publicKey\":\"AQIDBA==\","
                + "\"intermediateCertificates\":[\"AA==\"],\"purpose\":\"DEFAULT\"}"
        )
        let digits = SHA1.hexadecimal(of: certificate).uppercased()
        let fingerprint = stride(from: 0, to: 40, by: 2).map { String(Array(digits)[$0..<$0 + 2]) }
        let id = "keyId=\"ocid1.tenancy.oc1..x/fed-x509/\(fingerprint.joined(separator: ":"))\""
        #expect(post.header("Authorization")?.contains(id) == true)
        #expect(post.header("x-content-sha256") == Base64Text.encoded(SHA256.hash(post.body)))
        #expect(client.requests.last?.header("Authorization")?.contains("keyId=\"ST$h.\(claims).s\"") == true)
        #expect(client.requests.first?.header("Authorization") == "Bearer Oracle")
    }

    @Test(
        arguments: [
            ("us-phoenix-1", "oraclecloud.com"), ("us-gov-ashburn-1", "oraclegovcloud.com"),
            ("uk-gov-london-1", "oraclegovcloud.uk"),
        ]
    )
    func `regions are in the domain of their realm`(region: String, domain: String) {
        #expect(OCITargetSource.domain(region) == domain)
    }

    @Test func `requests to Outscale are signed for its service and region`() async throws {
        let client = TableClient(["POST http://api/ReadVms": .body("{\"Vms\": []}")])
        let folder = try TemporaryDirectory()
        defer { withExtendedLifetime(folder) {} }
        folder.write("token", "secret\n")
        var run = MechanismRun(client)
        run.clock = WallClock { 0 }
        _ = try await run.reports(
            "outscale_sd_configs: [{region: r1, endpoint: 'http://api/', access_key: AK, "
                + "secret_key_file: \(folder.path)/token}]"
        )
        let header = client.requests.first?.header("Authorization")
        let scope = "AWS4-HMAC-SHA256 Credential=AK/19700101/r1/oapi/aws4_request, "
        #expect(header?.hasPrefix(scope + "SignedHeaders=content-type;host;x-amz-date, Signature=") == true)
    }

    @Test func `a refusal of Outscale is told in its words`() async throws {
        let problem = "{\"Errors\":[{\"Type\":\"AccessDenied\",\"Details\":\"no\",\"Code\":\"1\"}]}"
        let run = MechanismRun(TableClient(["POST http://api/ReadVms": .body(problem, status: 401)]))
        _ = try await run.reports("outscale_sd_configs: [{endpoint: 'http://api', access_key: A, secret_key: b}]")
        #expect(run.log.lines.contains { $0.contains("err=could not read VMs: 401 AccessDenied: no") })
    }

    @Test func `a service account of STACKIT signs claims for a token`() async throws {
        let url = "GET http://api/v1/projects/p/servers?details=true"
        let client = TableClient([
            url: .body("{\"items\": []}"),
            "POST https://service-account.api.stackit.cloud/token": .body("{\"access_token\": \"tok\"}"),
        ])
        let folder = try TemporaryDirectory()
        defer { withExtendedLifetime(folder) {} }
        folder.write("key.json", "{\"credentials\":{\"kid\":\"k\",\"iss\":\"i\",\"sub\":\"s\",\"aud\":\"a\"}}")
        var run = MechanismRun(client)
        run.clock = WallClock { 0 }
        _ = try await run.reports(
            "stackit_sd_configs: [{project: p, endpoint: 'http://api', private_key: PEM, "
                + "service_account_key_path: \(folder.path)/key.json}]",
            refreshes: 2
        )
        #expect(run.log.lines == [])
        #expect(client.requests.count { $0.method == "POST" } == 1)
        #expect(client.requests.last?.header("Authorization") == "Bearer tok")
        let form = String(decoding: client.requests[0].body, as: UTF8.self)
        let assertion = form.split(separator: "assertion=").last?.split(separator: ".").map {
            Base64Text.decoded(String($0.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }))
        }
        let texts = (assertion ?? []).map { String(decoding: $0 ?? [], as: UTF8.self) }
        try #require(texts.count == 3)
        #expect(texts[0] == "{\"alg\":\"RS512\",\"typ\":\"JWT\",\"kid\":\"k\"}")
        #expect(texts[1].hasPrefix("{\"iss\":\"i\",\"sub\":\"s\",\"aud\":\"a\",\"jti\":\""))
        #expect(texts[1].hasSuffix("\",\"iat\":0,\"exp\":600}"))
        #expect(texts[2].hasPrefix("sha512||PEM|"))
    }

    @Test func `STACKIT takes the authorisation of the HTTP settings, or a token of the environment`() async throws {
        let client = TableClient(["GET http://api/v1/projects/p/servers?details=true": .body("{\"items\": []}")])
        let text = "stackit_sd_configs: [{project: p, endpoint: 'http://api'"
        func run(_ end: String, _ variables: [String: String]) async throws -> [String] {
            var run = MechanismRun(client)
            run.variables = variables.merging(["HOME": "/nonexistent"]) { $1 }
            _ = try await run.reports(text + end)
            return run.log.lines
        }
        _ = try await run("}]", ["STACKIT_SERVICE_ACCOUNT_TOKEN": "env"])
        #expect(client.requests.last?.header("Authorization") == "Bearer env")
        // The client that the settings make adds the header.
        _ = try await run(", authorization: {credentials: x}}]", [:])
        #expect(client.requests.last?.header("Authorization") == nil)
        #expect(try await run("}]", [:]).contains { $0.contains("no service account key or token for STACKIT") })
    }
}
