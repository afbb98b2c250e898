internal import HTTPClients
internal import PrometheusModel
internal import StrictYAML

/// Exchanges the key of a service account for tokens; without a key, requests go with what the HTTP settings say.
struct STACKITTokenSource: Sendable {
    private static let tokenURL = "https://service-account.api.stackit.cloud/token"

    let settings: STACKITDiscovery
    let api: APIClient
    let variables: @Sendable (String) -> String?
    let rsa: (any RSASigning)?
    let clock: WallClock
    private var token: ExpiringToken?

    init(settings: STACKITDiscovery, api: APIClient, environment: DiscoveryEnvironment) {
        self.settings = settings
        self.api = api
        variables = environment.variables
        rsa = environment.rsa
        clock = environment.clock
    }

    /// The headers that authorise a request.
    mutating func headers() async throws -> [(name: String, value: String)] {
        let http = settings.poll.http
        guard http.authorization == nil, http.basicAuth == nil, http.oauth2 == nil else { return [] }
        let now = clock.nowMilliseconds()
        if let token, token.isGood(atMilliseconds: now) { return [("Authorization", "Bearer \(token.text)")] }
        let credentials = try credentialsFile()
        if let plain = value("STACKIT_SERVICE_ACCOUNT_TOKEN", credentials), try accountKey(credentials) == nil {
            return [("Authorization", "Bearer \(plain)")]
        }
        guard let key = try accountKey(credentials) else {
            throw DiscoveryError("no service account key or token for STACKIT")
        }
        let fetched = try await exchange(try JSONValue(parsing: key), try privateKey(credentials), now)
        token = fetched
        return [("Authorization", "Bearer \(fetched.text)")]
    }

    /// Forgets the token, after the API refused it.
    mutating func forget() { token = nil }

    // MARK: Keys

    /// The file that names keys and tokens; null if there is none.
    private func credentialsFile() throws -> JSONValue {
        let named = [settings.credentialsFilePath, variables("STACKIT_CREDENTIALS_PATH") ?? ""].first { !$0.isEmpty }
        if let named { return try JSONValue(parsing: try TextFile.read(named)) }
        let standard = "\(variables("HOME") ?? "")/.stackit/credentials.json"
        guard let text = try? TextFile.read(standard) else { return .null }
        return try JSONValue(parsing: text)
    }

    /// The value of a variable, in the environment or in the file.
    private func value(_ name: String, _ credentials: JSONValue) -> String? {
        [variables(name) ?? "", credentials[name].text].first { !$0.isEmpty }
    }

    /// The account's key, a text of JSON: from the settings, the environment or the file of credentials.
    private func accountKey(_ credentials: JSONValue) throws -> [UInt8]? {
        if !settings.serviceAccountKey.isEmpty { return Array(settings.serviceAccountKey.revealed.utf8) }
        if !settings.serviceAccountKeyPath.isEmpty { return try TextFile.read(settings.serviceAccountKeyPath) }
        if let key = value("STACKIT_SERVICE_ACCOUNT_KEY", credentials) { return Array(key.utf8) }
        return try value("STACKIT_SERVICE_ACCOUNT_KEY_PATH", credentials).map { try TextFile.read($0) }
    }

    /// The private key, where it is not in the account's key itself; empty if it is.
    private func privateKey(_ credentials: JSONValue) throws -> String {
        if !settings.privateKey.isEmpty { return settings.privateKey.revealed }
        if !settings.privateKeyPath.isEmpty {
            return String(decoding: try TextFile.read(settings.privateKeyPath), as: UTF8.self)
        }
        if let key = value("STACKIT_PRIVATE_KEY", credentials) { return key }
        return try value("STACKIT_PRIVATE_KEY_PATH", credentials).map {
            String(decoding: try TextFile.read($0), as: UTF8.self)
        } ?? ""
    }

    // MARK: The exchange

    private func exchange(_ account: JSONValue, _ privateKey: String, _ now: Int64) async throws -> ExpiringToken {
        let details = account["credentials"]
        let pem = privateKey.isEmpty ? details["privateKey"].text : privateKey
        guard !pem.isEmpty else { throw DiscoveryError("no private key for the service account of STACKIT") }
        let seconds = now / 1000
        let claims = [
            (name: "iss", json: JSONText.quoted(details["iss"].text)),
            ("sub", JSONText.quoted(details["sub"].text)), ("aud", JSONText.quoted(details["aud"].text)),
            ("jti", JSONText.quoted(Self.randomID())), ("iat", "\(seconds)"), ("exp", "\(seconds + 600)"),
        ]
        let signer = SignedClaims(rsa: rsa, pem: pem, keyID: details["kid"].text, digest: .sha512)
        let fields = [
            (name: "grant_type", value: "urn:ietf:params:oauth:grant-type:jwt-bearer"),
            ("assertion", try signer.token(claims)),
        ]
        let url = variables("STACKIT_TOKEN_BASEURL").flatMap { $0.isEmpty ? nil : $0 } ?? Self.tokenURL
        let response = try await api.send(
            "POST",
            url,
            headers: [FormText.contentType],
            body: Array(FormText.text(fields).utf8)
        )
        guard response.isSuccess else { throw DiscoveryError("cannot fetch a token of STACKIT: \(response.refusal)") }
        return try ExpiringToken(try JSONValue(parsing: response.body), atMilliseconds: now)
    }

    /// A random UUID.
    private static func randomID() -> String {
        var bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        return [digits[..<4], digits[4..<6], digits[6..<8], digits[8..<10], digits[10...]].map { $0.joined() }
            .joined(separator: "-")
    }
}
