import StrictYAML
import Testing

@testable import HTTPServing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

struct WebConfigurationTests {
    /// A folder with files, removed with the value.
    final class Folder {
        let path: String

        init(_ files: [String: String]) {
            var template = Array("/tmp/vencejo-web-XXXXXX".utf8CString)
            // Safe: the text is ours, ends with a zero byte and is changed in place.
            path = unsafe String(cString: mkdtemp(&template))
            for (name, text) in files { write(name, text) }
        }

        func write(_ name: String, _ text: String) {
            // Safe: the texts live for the calls.
            guard let file = unsafe fopen("\(path)/\(name)", "w") else { return }
            unsafe fputs(text, file)
            unsafe fclose(file)
        }

        // Safe: the paths live for the calls.
        deinit {
            for name in ["w.yml", "c.pem", "k.pem"] { unsafe unlink("\(path)/\(name)") }
            unsafe rmdir(path)
        }
    }

    private static let certificate = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
    private static let key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"

    private static func problem(_ text: String) -> String? {
        let folder = Folder(["w.yml": text, "c.pem": certificate, "k.pem": key])
        do throws(WebConfigurationError) {
            _ = try WebConfiguration.check(folder.path + "/w.yml")
            return nil
        } catch {
            return "\(error)".replacing(folder.path + "/", with: "")
        }
    }

    @Test(arguments: [
        ("tls_server_config: {cert_file: c.pem}", "missing one of key or key_file"),
        ("tls_server_config: {key_file: k.pem}", "missing one of cert or cert_file"),
        (
            "tls_server_config: {cert_file: no.pem, key_file: k.pem}",
            "failed to read cert_file (no.pem): open no.pem: no such file or directory"
        ),
        (
            "tls_server_config: {cert_file: c.pem, key_file: c.pem}",
            "failed to load X509KeyPair: tls: found a certificate rather than a key in the PEM for the private key"
        ),
        (
            "tls_server_config: {cert_file: k.pem, key_file: k.pem}",
            "failed to load X509KeyPair: tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched"
        ),
        (
            "tls_server_config: {cert: g, key: r}",
            "failed to load X509KeyPair: tls: failed to find any PEM data in certificate input"
        ),
        ("tls_server_config: {cert_file: c.pem, key_file: k.pem, client_auth_type: Foo}", "invalid ClientAuth: Foo"),
        (
            "tls_server_config: {cert_file: c.pem, key_file: k.pem, client_ca_file: c.pem}",
            "client CA's have been configured without a Client Auth Policy"
        ),
        (
            "tls_server_config: {cert_file: c.pem, key_file: k.pem, client_auth_type: Foo, client_ca_file: np.pem}",
            "open np.pem: no such file or directory"
        ),
        ("tls_server_config: {min_version: SSL30}", "unknown TLS version: SSL30"),
        ("tls_server_config: {cipher_suites: [foo], min_version: a}", "unknown cipher: foo"),
        ("tls_server_config: {curve_preferences: [foo]}", "unknown curve: foo"),
        ("tls_server_config: {foo: a}", "yaml: unmarshal errors:\n  line 1: field foo not found in type web.TLSConfig"),
        ("foo: 1", "yaml: unmarshal errors:\n  line 1: field foo not found in type web.Config"),
        ("basic_auth_users: {a: x}", "crypto/bcrypt: hashedSecret too short to be a bcrypted password"),
        (
            "basic_auth_users: {a: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx}",
            "crypto/bcrypt: bcrypt hashes must start with '$', but hashedSecret started with 'x'"
        ),
        (
            "basic_auth_users: {a: $3b$10$xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx}",
            "crypto/bcrypt: bcrypt algorithm version '3' requested is newer than current version '2'"
        ),
        (
            "basic_auth_users: {a: $2b$99$xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx}",
            "crypto/bcrypt: cost 99 is outside allowed inclusive range 4..31"
        ),
        (
            "basic_auth_users: {a: $2b$xx$xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx}",
            "strconv.Atoi: parsing \"xx\": invalid syntax"
        ),
        ("http_server_config: {headers: {X-Foo: a}}", "HTTP header \"X-Foo\" can not be configured"),
        (
            "http_server_config: {headers: {X-Frame-Options: x}}",
            "invalid value for X-Frame-Options. Expected one of: [\"deny\" \"sameorigin\"], but got: \"x\""
        ),
        (
            "{tls_server_config: {cert_file: c.pem}, basic_auth_users: {a: x}}",
            "crypto/bcrypt: hashedSecret too short to be a bcrypted password"
        ),
    ])
    func `what is wrong with a file is said in upstream's words`(text: String, problem: String) {
        #expect(Self.problem(text) == problem)
    }

    @Test(arguments: [
        "", "tls_server_config: {}", "tls_server_config: {min_version: TLS13}",
        "tls_server_config: {cert_file: c.pem, key_file: k.pem, client_auth_type: RequireClientCert}",
        "rate_limit: {interval: 1m30.5s, burst: 3}", "rate_limit: {interval: 5}",
        "http_server_config: {headers: {Strict-Transport-Security: '', Content-Security-Policy: a}}",
    ])
    func `sound files are taken`(text: String) { #expect(Self.problem(text) == nil) }

    @Test func `a file that is not there is a problem`() {
        #expect(throws: WebConfigurationError.self) { try WebConfiguration.check("/nonexistent/w.yml") }
    }

    @Test(arguments: [
        ("Basic YTpi", "a", "b"), ("basic YTpiOmM=", "a", "b:c"), ("Basic Og==", "", ""),
    ])
    func `credentials are read`(header: String, user: String, password: String) {
        let credentials = BasicCredentials(header)
        #expect(credentials?.user == user)
        #expect(credentials?.password == password)
    }

    @Test(arguments: ["", "Basic", "Basic !!!!", "Bearer YTpi", "Basic YTp", "Basic YQ==", "Basic ====", "Basic YT=i"])
    func `what are no credentials are none`(header: String) { #expect(BasicCredentials(header) == nil) }

    @Test func `a password is compared with its hash`() throws {
        let hash = try BcryptHash(checking: "$2y$04$abcdefghijklmnopqrstuuMFg2IYDfvKPDjdDVNcq4oiI9VUaFxnW")
        #expect(!hash.matches("secret"))
        // Made by another program with the password `secret` and the cost 4.
        let real = try BcryptHash(checking: "$2b$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW")
        #expect(real.matches("secret"))
        #expect(!real.matches("secret "))
        #expect(!real.matches("secret\0x"))
        #expect(!real.matches(String(repeating: "a", count: 73)))
    }

    @Test func `requests beyond the rate are refused until time has passed`() throws {
        let start = ContinuousClock.now
        let rate = try #require(RequestRate(.init(interval: .seconds(2), burst: 2), now: start))
        #expect(rate.takes(at: start))
        #expect(rate.takes(at: start))
        #expect(!rate.takes(at: start + .seconds(1)))
        #expect(rate.takes(at: start + .seconds(2)))
        #expect(!rate.takes(at: start + .seconds(3)))
        #expect(RequestRate(.init()) == nil)
    }

    @Test func `who has no password reaches nothing but the refusal, and the file counts as it is now`() async throws {
        let folder = Folder([
            "w.yml": """
            basic_auth_users: {a: "$2b$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW"}
            http_server_config: {headers: {X-Frame-Options: deny}}
            """
        ])
        let path = folder.path + "/w.yml"
        let gate = WebGate(path, try WebConfiguration.check(path)) { _ in }
        let site = try SiteFixture(gate: gate).site
        for target in ["/", "/query", "/-/healthy", "/nothing", "/%zz", "//x", "/api/v1/query?query=1"] {
            let refused = await site.respond(to: IncomingRequest("GET", target))
            #expect(refused.status == 401)
            #expect(refused.header("WWW-Authenticate") == "Basic")
            #expect(refused.header("X-Frame-Options") == "deny")
            #expect(refused.body.collect() == Array("Unauthorized\n".utf8))
        }
        func ask(_ credentials: String) async -> OutgoingResponse {
            await site.respond(
                to: IncomingRequest("GET", "/query", headers: [("Authorization", "Basic \(credentials)")])
            )
        }
        // a:secret, again from memory, a:wrong, b:secret
        for (credentials, status) in [
            ("YTpzZWNyZXQ=", 200), ("YTpzZWNyZXQ=", 200), ("YTp3cm9uZw==", 401), ("YjpzZWNyZXQ=", 401),
        ] {
            let answer = await ask(credentials)
            #expect(answer.status == status)
            #expect(answer.header("X-Frame-Options") == "deny")
        }
        folder.write("w.yml", "basic_auth_users: {}\n# and nothing else")
        #expect(await site.respond(to: IncomingRequest("GET", "/query")).status == 200)
        folder.write("w.yml", "nonsense: [")
        let broken = await site.respond(to: IncomingRequest("GET", "/query"))
        #expect(broken.status == 500)
        #expect(broken.body.collect() == Array("Internal Server Error\n".utf8))
    }
}
