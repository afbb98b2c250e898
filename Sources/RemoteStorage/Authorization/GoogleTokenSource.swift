internal import HTTPClients
internal import PrometheusModel
internal import StrictYAML

/// Tokens of a Google account: of a file with credentials, or of the machine.
///
/// Without a file in the settings the variable `GOOGLE_APPLICATION_CREDENTIALS` names it, then there is the one that
/// `gcloud` writes; without any the metadata server is asked, at `GCE_METADATA_HOST` if that is set.
struct GoogleTokenSource: CloudTokenSource {
    private static let scope = "https://www.googleapis.com/auth/monitoring.write"
    private static let tokenURL = "https://oauth2.googleapis.com/token"
    private static let metadataHost = "169.254.169.254"

    let request: CloudTokenRequest
    let assertion: SignedAssertion
    let variable: @Sendable (String) -> String?
    /// The file with credentials; `nil` if the machine has the account.
    let file: String?

    init(
        _ credentialsFile: String,
        _ request: CloudTokenRequest,
        _ assertion: SignedAssertion,
        variable: @escaping @Sendable (String) -> String?
    ) {
        self.request = request
        self.assertion = assertion
        self.variable = variable
        if !credentialsFile.isEmpty {
            file = credentialsFile
        } else if let named = variable("GOOGLE_APPLICATION_CREDENTIALS"), !named.isEmpty {
            file = named
        } else {
            let standard = (variable("HOME") ?? "") + "/.config/gcloud/application_default_credentials.json"
            file = Self.isReadable(standard) ? standard : nil
        }
    }

    private static func isReadable(_ path: String) -> Bool {
        do throws(TextFileError) {
            _ = try TextFile.read(path)
            return true
        } catch { return false }
    }

    /// The project that the requests are charged to, if the credentials say so.
    var quotaProject: String? {
        do throws(CloudTokenError) { return try credentials()?["quota_project_id"] } catch { return nil }
    }

    /// Whether the credentials can be read.
    func check() throws(CloudTokenError) { _ = try credentials() }

    private func credentials() throws(CloudTokenError) -> [String: String]? {
        guard let file else { return nil }
        let bytes: [UInt8]
        do throws(TextFileError) {
            bytes = try TextFile.read(file)
        } catch { throw CloudTokenError("cannot read credentials file: \(error)") }
        do throws(CloudTokenError) {
            return try CloudTokenRequest.fields(bytes)
        } catch { throw CloudTokenError("cannot read credentials file \(file): \(error)") }
    }

    func token() async throws(CloudTokenError) -> CloudToken {
        guard let credentials = try credentials() else {
            let named = variable("GCE_METADATA_HOST") ?? ""
            let host = named.isEmpty ? Self.metadataHost : named
            return try await request.get(
                "http://\(host)/computeMetadata/v1/instance/service-accounts/default/token",
                [("scopes", Self.scope)],
                headers: [("Metadata-Flavor", "Google")]
            )
        }
        switch credentials["type"] {
        case "service_account": return try await accountToken(credentials)
        case "authorized_user":
            return try await request.post(
                credentials["token_uri"] ?? Self.tokenURL,
                [
                    ("grant_type", "refresh_token"), ("client_id", credentials["client_id"] ?? ""),
                    ("client_secret", credentials["client_secret"] ?? ""),
                    ("refresh_token", credentials["refresh_token"] ?? ""),
                ]
            )
        case let type: throw CloudTokenError("unknown credential type: \((type ?? "").quoted)")
        }
    }

    private func accountToken(_ credentials: [String: String]) async throws(CloudTokenError) -> CloudToken {
        let url = credentials["token_uri"].flatMap { $0.isEmpty ? nil : $0 } ?? Self.tokenURL
        let now = request.clock.nowMilliseconds() / 1000
        let claims = [
            (name: "iss", json: SignedAssertion.quoted(credentials["client_email"] ?? "")),
            ("scope", SignedAssertion.quoted(Self.scope)), ("aud", SignedAssertion.quoted(url)),
            // Clocks may differ a little.
            ("iat", "\(now - 10)"), ("exp", "\(now + 3600)"),
        ]
        let header = credentials["private_key_id"].map { [(name: "kid", json: SignedAssertion.quoted($0))] } ?? []
        let assertion = try assertion.token(header: header, claims: claims, pem: credentials["private_key"] ?? "")
        return try await request.post(
            url,
            [("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("assertion", assertion)]
        )
    }
}
