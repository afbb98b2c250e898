import FoundationEssentials
import HTTPClients
import PrometheusModel
import StrictYAML
import Synchronization
import Testing

@Suite struct TokenHTTPClientTests {
    private static let url = "http://target/metrics"

    /// A time that tests move.
    private final class Now: Sendable {
        let milliseconds = Mutex<Int64>(1_000_000)
        var clock: WallClock { WallClock { self.milliseconds.withLock { $0 } } }
    }

    private func settings() -> OAuth2Settings {
        var settings = OAuth2Settings()
        settings.clientID = "id+"
        settings.clientSecret.inline = Secret("s:1")
        settings.tokenURL = "http://tokens/"
        settings.scopes = ["read", "write"]
        settings.endpointParameters = [OAuth2Parameter(name: "resource", value: "a b")]
        return settings
    }

    private func send(_ client: TokenHTTPClient) async -> String {
        do throws(HTTPClientError) {
            return "\(try await client.send(HTTPClientRequest(url: Self.url, timeout: .seconds(5))).status)"
        } catch {
            return error.description
        }
    }

    @Test func `a token is asked for once and sent with each request until shortly before it expires`() async throws {
        let now = Now()
        let count = Mutex(0)
        let tokens = ScriptedHTTPClient { _ in
            let number = count.withLock { count -> Int in
                count += 1
                return count
            }
            let body = #"{"access_token": "t\#(number)", "token_type": "bearer", "expires_in": 60}"#
            return .answer(200, [("Content-Type", "application/json")], body)
        }
        let target = ScriptedHTTPClient { _ in .answer(200) }
        let client = TokenHTTPClient(settings(), tokenClient: tokens, client: target, clock: now.clock)
        for (time, token) in [(0, "t1"), (49_000, "t1"), (50_000, "t2")] {
            now.milliseconds.withLock { $0 = 1_000_000 + Int64(time) }
            #expect(await send(client) == "200")
            #expect(target.requests.last?.header("Authorization") == "Bearer \(token)")
        }
        let asked = try #require(tokens.requests.first)
        #expect(asked.method == "POST" && asked.url == "http://tokens/")
        #expect(asked.header("Authorization") == "Basic " + Data("id%2B:s%3A1".utf8).base64EncodedString())
        #expect(asked.header("Content-Type") == "application/x-www-form-urlencoded")
        #expect(
            String(decoding: asked.body, as: UTF8.self)
                == "grant_type=client_credentials&resource=a+b&scope=read+write"
        )
    }

    @Test func `a server that wants the credentials in the form gets them there, from then on`() async {
        let tokens = ScriptedHTTPClient { request in
            request.header("Authorization") == nil
                ? .answer(200, [], #"{"access_token": "t", "expires_in": "1"}"#)
                : .answer(401, [], #"{"error": "invalid_client"}"#)
        }
        let target = ScriptedHTTPClient { _ in .answer(200) }
        let client = TokenHTTPClient(settings(), tokenClient: tokens, client: target)
        #expect(await send(client) == "200")
        #expect(await send(client) == "200")
        #expect(tokens.requests.map { $0.header("Authorization") == nil } == [false, true, true])
        let body = tokens.requests.last.map { String(decoding: $0.body, as: UTF8.self) }
        #expect(body?.contains("client_id=id%2B&client_secret=s%3A1&grant_type") == true)
    }

    @Test(arguments: [
        (401, "no", "oauth2: cannot fetch token: 401 Unauthorized\nResponse: no"),
        (400, #"{"error": "invalid_scope", "error_description": "bad"}"#, #"oauth2: "invalid_scope" "bad""#),
        (200, "{}", "oauth2: server response missing access_token"),
    ])
    func `a refused token fails the request in Go's words`(status: Int, body: String, reason: String) async {
        let tokens = ScriptedHTTPClient { _ in .answer(status, [], body) }
        let target = ScriptedHTTPClient { _ in .answer(200) }
        let client = TokenHTTPClient(settings(), tokenClient: tokens, client: target)
        #expect(await send(client) == "Get \"\(Self.url)\": \(reason)")
        #expect(target.requests.isEmpty)
    }

    @Test func `another secret in the file fetches another token`() async throws {
        let path = "/tmp/vencejo-oauth-\(UInt64.random(in: 0 ... .max))"
        defer { try? FileManager.default.removeItem(atPath: path) }
        var settings = settings()
        settings.clientSecret = OAuth2Secret()
        settings.clientSecret.file = path
        let tokens = ScriptedHTTPClient { _ in .answer(200, [], #"{"access_token": "t"}"#) }
        let target = ScriptedHTTPClient { _ in .answer(200) }
        let client = TokenHTTPClient(settings, tokenClient: tokens, client: target)
        #expect(await send(client).hasSuffix("unable to read file \(path): open \(path): no such file or directory"))
        for secret in ["one", "one\n", "two"] {
            try secret.write(toFile: path, atomically: true, encoding: .utf8)
            #expect(await send(client) == "200")
        }
        let one = "Basic " + Data("id%2B:one".utf8).base64EncodedString()
        #expect(tokens.requests.map { $0.header("Authorization") == one } == [true, false])
    }
}
