import HTTPClients
import StrictYAML
import Testing

@Suite struct SigV4SignerTests {
    private static let keys = SigV4Credentials(
        accessKey: "AKIDEXAMPLE",
        secretKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
    )

    // Signatures of Amazon's published test suite, for 2015-08-30 12:36:00.
    @Test(arguments: [
        ("GET", "/", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        ("POST", "/", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
        ("GET", "/?Param2=value2&Param1=value1", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"),
    ])
    func `signatures are Amazon's`(method: String, target: String, signature: String) {
        let signer = SigV4Signer(region: "us-east-1", service: "service")
        let request = HTTPClientRequest(
            method: method,
            url: "https://example.amazonaws.com\(target)",
            timeout: .seconds(1)
        )
        let signed = signer.signed(request, Self.keys, atMilliseconds: 1_440_938_160_000)
        #expect(signed.header("X-Amz-Date") == "20150830T123600Z")
        #expect(
            signed.header("Authorization")
                == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                + "SignedHeaders=host;x-amz-date, Signature=\(signature)"
        )
    }

    @Test func `keys are taken from the settings, the environment and shared files, in this order`() async throws {
        let client = ScriptedHTTPClient { _ in .answer(200) }
        var settings = SigV4Settings()
        let environment = [
            "AWS_ACCESS_KEY_ID": "env", "AWS_SECRET_ACCESS_KEY": "s", "AWS_REGION": "r", "AWS_SESSION_TOKEN": "t",
        ]
        var signing = try SigningHTTPClient(settings, client: client) { environment[$0] }
        let request = HTTPClientRequest(url: "http://a/", timeout: .seconds(1))
        _ = try await signing.send(request)
        #expect(client.requests.last?.header("X-Amz-Security-Token") == "t")
        #expect(client.requests.last?.header("Authorization")?.contains("Credential=env/") == true)
        #expect(client.requests.last?.header("Authorization")?.contains("/r/aps/aws4_request") == true)
        settings.accessKey = "own"
        settings.secretKey = Secret("s")
        signing = try SigningHTTPClient(settings, client: client) { environment[$0] }
        _ = try await signing.send(request)
        #expect(client.requests.last?.header("Authorization")?.contains("Credential=own/") == true)
        #expect(client.requests.last?.header("X-Amz-Security-Token") == nil)
    }

    @Test func `without region or keys there is no client`() {
        let client = ScriptedHTTPClient { _ in .answer(200) }
        var settings = SigV4Settings()
        #expect(throws: SigningError.self) { try SigningHTTPClient(settings, client: client) { _ in nil } }
        settings.region = "r"
        #expect(throws: SigningError.self) { try SigningHTTPClient(settings, client: client) { _ in nil } }
    }
}
