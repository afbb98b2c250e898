internal import HTTPClients
internal import PrometheusModel
internal import StrictYAML

/// Exchanges credentials for tokens of Google's APIs, and keeps them until shortly before they expire.
struct GoogleTokenSource: Sendable {
    let credentials: GoogleCredentials
    let scope: String
    let api: APIClient
    let local: APIClient
    let rsa: (any RSASigning)?
    let clock: WallClock
    private var token: ExpiringToken?

    init(
        credentials: GoogleCredentials,
        scope: String,
        api: APIClient,
        local: APIClient,
        environment: DiscoveryEnvironment
    ) {
        self.credentials = credentials
        self.scope = scope
        self.api = api
        self.local = local
        rsa = environment.rsa
        clock = environment.clock
    }

    /// The header that authorises a request.
    mutating func header() async throws -> (name: String, value: String) {
        let now = clock.nowMilliseconds()
        if let token, token.isGood(atMilliseconds: now) { return ("Authorization", "Bearer \(token.text)") }
        let fetched = try await fetch(now)
        token = fetched
        return ("Authorization", "Bearer \(fetched.text)")
    }

    /// Forgets the token, after the API refused it.
    mutating func forget() { token = nil }

    private func fetch(_ now: Int64) async throws -> ExpiringToken {
        switch credentials {
        case .serviceAccount(let email, let keyID, let key, let url):
            let seconds = now / 1000
            let claims = [
                (name: "iss", json: JSONText.quoted(email)), ("scope", JSONText.quoted(scope)),
                ("aud", JSONText.quoted(url)), ("exp", "\(seconds + 3600)"), ("iat", "\(seconds)"),
            ]
            let signer = SignedClaims(rsa: rsa, pem: key.revealed, keyID: keyID, digest: .sha256)
            return try await exchange(
                url,
                [
                    ("assertion", try signer.token(claims)),
                    ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
                ],
                now
            )
        case .user(let client, let secret, let refreshToken, let url):
            return try await exchange(
                url,
                [
                    ("client_id", client), ("client_secret", secret.revealed), ("grant_type", "refresh_token"),
                    ("refresh_token", refreshToken.revealed),
                ],
                now
            )
        case .workload(let workload): return try await workload.token(scope, api, atMilliseconds: now)
        case .machine(let host):
            let path = "computeMetadata/v1/instance/service-accounts/default/token"
            let url = "http://\(host)/\(path)?scopes=\(PercentEscapes.formEscaped(scope))"
            let answer = try await local.json("GET", url, headers: [("Metadata-Flavor", "Google")])
            return try ExpiringToken(answer, atMilliseconds: now)
        }
    }

    private func exchange(
        _ url: String,
        _ fields: [(name: String, value: String)],
        _ now: Int64
    ) async throws -> ExpiringToken {
        let body = Array(FormText.text(fields).utf8)
        let response = try await api.send("POST", url, headers: [FormText.contentType], body: body)
        guard response.isSuccess else {
            let text = String(decoding: response.body.prefix(1000), as: UTF8.self)
            throw DiscoveryError(
                "oauth2: cannot fetch token: \(response.status) \(response.reason)\nResponse: \(text)"
            )
        }
        return try ExpiringToken(try JSONValue(parsing: response.body), atMilliseconds: now)
    }
}
