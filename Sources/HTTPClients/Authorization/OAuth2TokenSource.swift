internal import FoundationEssentials
internal import PrometheusModel
internal import StrictYAML

/// Fetches tokens with client credentials and keeps them until shortly before they expire.
actor OAuth2TokenSource {
    /// A token is not used in its last seconds, so that it does not expire on the way.
    private static let marginMilliseconds: Int64 = 10_000
    private static let mostBodyBytes = 1 << 20

    private let settings: OAuth2Settings
    private let client: any HTTPClient
    private let clock: WallClock
    private var token: OAuth2Token?
    /// The fetch that is under way, for all who wait.
    private var fetch: Task<Result<OAuth2Token, OAuth2TokenError>, Never>?
    /// Whether the server wants the credentials in the form instead of the header.
    private var sendsCredentialsInForm = false

    init(_ settings: OAuth2Settings, client: any HTTPClient, clock: WallClock) {
        self.settings = settings
        self.client = client
        self.clock = clock
    }

    /// The value of the `Authorization` header.
    func header(timeout: Duration) async throws(OAuth2TokenError) -> String {
        let secret = try secret()
        if let token, token.secret == secret,
            token.expiryMilliseconds.map({ $0 - Self.marginMilliseconds > clock.nowMilliseconds() }) ?? true
        {
            return token.header
        }
        let fetch =
            fetch
            ?? Task {
                do throws(OAuth2TokenError) {
                    return .success(try await self.fetchToken(secret, timeout))
                } catch {
                    return .failure(error)
                }
            }
        self.fetch = fetch
        let result = await fetch.value
        if self.fetch == fetch { self.fetch = nil }
        let fetched = try result.get()
        token = fetched
        return fetched.header
    }

    private func secret() throws(OAuth2TokenError) -> String {
        guard !settings.clientSecret.file.isEmpty else { return settings.clientSecret.inline.revealed }
        do throws(TextFileError) {
            let text = String(decoding: try TextFile.read(settings.clientSecret.file), as: UTF8.self)
            return text.trimmingBlanks
        } catch {
            let path = settings.clientSecret.file
            throw OAuth2TokenError(
                description: "unable to read oauth2 client secret: unable to read file \(path): \(error)"
            )
        }
    }

    private func fetchToken(_ secret: String, _ timeout: Duration) async throws(OAuth2TokenError) -> OAuth2Token {
        do throws(OAuth2TokenError) {
            return try await ask(secret, timeout)
        } catch {
            // Like Go's client: some servers know only the other way to send the credentials.
            guard !sendsCredentialsInForm else { throw error }
            sendsCredentialsInForm = true
            do throws(OAuth2TokenError) {
                return try await ask(secret, timeout)
            } catch {
                sendsCredentialsInForm = false
                throw error
            }
        }
    }

    private func ask(_ secret: String, _ timeout: Duration) async throws(OAuth2TokenError) -> OAuth2Token {
        let response: HTTPClientResponse
        do throws(HTTPClientError) {
            response = try await client.send(request(secret, timeout))
        } catch {
            throw OAuth2TokenError(description: "\(error)")
        }
        let fields = Self.fields(response)
        let isGood = (200..<300).contains(response.status)
        if let code = fields["error"], !code.isEmpty {
            var text = "oauth2: \(code.quoted)"
            if let more = fields["error_description"], !more.isEmpty { text += " \(more.quoted)" }
            if let more = fields["error_uri"], !more.isEmpty { text += " \(more.quoted)" }
            throw OAuth2TokenError(description: text)
        }
        guard isGood else {
            let body = String(decoding: response.body, as: UTF8.self)
            throw OAuth2TokenError(
                description: "oauth2: cannot fetch token: \(response.status) \(response.reason)\nResponse: \(body)"
            )
        }
        guard let value = fields["access_token"], !value.isEmpty else {
            throw OAuth2TokenError(description: "oauth2: server response missing access_token")
        }
        let seconds = fields["expires_in"].flatMap { Int64($0) } ?? 0
        return OAuth2Token(
            header: "\(Self.scheme(fields["token_type"] ?? "")) \(value)",
            expiryMilliseconds: seconds > 0 ? clock.nowMilliseconds() + min(seconds, 1 << 40) * 1000 : nil,
            secret: secret
        )
    }

    private func request(_ secret: String, _ timeout: Duration) -> HTTPClientRequest {
        var fields = [("grant_type", "client_credentials")]
        if !settings.scopes.isEmpty { fields.append(("scope", settings.scopes.joined(separator: " "))) }
        for parameter in settings.endpointParameters {
            fields.removeAll { $0.0 == parameter.name }
            fields.append((parameter.name, parameter.value))
        }
        var headers = [("Content-Type", "application/x-www-form-urlencoded")]
        if sendsCredentialsInForm {
            fields.append(("client_id", settings.clientID))
            if !secret.isEmpty { fields.append(("client_secret", secret)) }
        } else {
            let pair = "\(PercentEscapes.formEscaped(settings.clientID)):\(PercentEscapes.formEscaped(secret))"
            headers.append(("Authorization", "Basic " + Data(pair.utf8).base64EncodedString()))
        }
        let body = fields.sorted { $0.0 < $1.0 }
            .map { "\(PercentEscapes.formEscaped($0.0))=\(PercentEscapes.formEscaped($0.1))" }.joined(separator: "&")
        return HTTPClientRequest(
            method: "POST",
            url: settings.tokenURL,
            headers: headers.map { (name: $0.0, value: $0.1) },
            body: Array(body.utf8),
            timeout: timeout,
            maximumBodyBytes: Self.mostBodyBytes
        )
    }

    /// The scheme of the header for a `token_type`.
    private static func scheme(_ type: String) -> String {
        switch type.lowercased() {
        case "", "bearer": "Bearer"
        case "mac": "MAC"
        case "basic": "Basic"
        default: type
        }
    }

    /// The fields of an answer, which is JSON, or a form from old servers.
    private static func fields(_ response: HTTPClientResponse) -> [String: String] {
        var fields: [String: String] = [:]
        let type = response.header("Content-Type")?.prefix { $0 != ";" }.lowercased() ?? ""
        if type == "application/x-www-form-urlencoded" || type == "text/plain" {
            for pair in String(decoding: response.body, as: UTF8.self).split(separator: "&") {
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                let text = parts.map { PercentEscapes.undone(String($0.map { $0 == "+" ? " " : $0 })) }
                fields[text[0]] = text.count > 1 ? text[1] : ""
            }
            return fields
        }
        let entries = (try? JSONDocument(bytes: response.body))?.root.entries ?? []
        for entry in entries {
            if let key = entry.key.scalar?.text, let value = entry.value.scalar, !value.isNull {
                fields[key] = value.text
            }
        }
        return fields
    }
}
