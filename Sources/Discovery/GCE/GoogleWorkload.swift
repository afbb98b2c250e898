internal import HTTPClients
internal import PrometheusModel
internal import StrictYAML

/// An account of another identity provider, whose token is exchanged for one of Google's.
struct GoogleWorkload: Sendable, Hashable {
    let audience: String
    let tokenType: String
    let tokenURL: String
    /// Where the token becomes that of an account for programs; empty if it stays what it is.
    let impersonationURL: String
    let file: String
    let url: String
    let headers: [String: String]
    /// The field of the token in a text of JSON; empty if the text is the token.
    let field: String

    init(_ file: JSONValue) throws(DiscoveryError) {
        audience = file["audience"].text
        tokenType = file["subject_token_type"].text
        tokenURL = file["token_url"].text
        impersonationURL = file["service_account_impersonation_url"].text
        let source = file["credential_source"]
        self.file = source["file"].text
        url = source["url"].text
        headers = Dictionary(
            source["headers"].entries.map { ($0.key, $0.value.text) },
            uniquingKeysWith: { $1 }
        )
        let format = source["format"]
        field = format["type"].text == "json" ? format["subject_token_field_name"].text : ""
        guard !self.file.isEmpty || !url.isEmpty else {
            throw DiscoveryError("oauth2/google: unable to parse credential source")
        }
    }

    /// A token of Google's for `scope`.
    func token(_ scope: String, _ api: APIClient, atMilliseconds now: Int64) async throws -> ExpiringToken {
        // Another account is taken on with the right to do so; its own token is for the scope.
        let isOwn = impersonationURL.isEmpty
        let fields = [
            (name: "audience", value: audience),
            ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
            ("requested_token_type", "urn:ietf:params:oauth:token-type:access_token"),
            ("scope", isOwn ? scope : "https://www.googleapis.com/auth/cloud-platform"),
            ("subject_token", try await subject(api)), ("subject_token_type", tokenType),
        ]
        let body = Array(FormText.text(fields).utf8)
        let answer = try await api.json("POST", tokenURL, headers: [FormText.contentType], body: body)
        let token = try ExpiringToken(answer, atMilliseconds: now)
        return isOwn ? token : try await impersonated(scope, token, api)
    }

    private func impersonated(_ scope: String, _ token: ExpiringToken, _ api: APIClient) async throws -> ExpiringToken {
        let answer = try await api.json(
            "POST",
            impersonationURL,
            headers: [("Authorization", "Bearer \(token.text)"), ("Content-Type", "application/json")],
            body: Array("{\"lifetime\":\"3600s\",\"scope\":[\(JSONText.quoted(scope))]}".utf8)
        )
        guard !answer["accessToken"].text.isEmpty else { throw DiscoveryError("no accessToken in the answer") }
        return ExpiringToken(
            text: answer["accessToken"].text,
            expiry: TimestampText.parse(answer["expireTime"].text) ?? token.expiry
        )
    }

    /// The other provider's token; that of a file is read each time.
    private func subject(_ api: APIClient) async throws -> String {
        let text =
            file.isEmpty
            ? try await api.body("GET", url, headers: headers.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
            : try TextFile.read(file)
        guard !field.isEmpty else { return String(decoding: text, as: UTF8.self).trimmed }
        let token = try JSONValue(parsing: text)[field].text
        guard !token.isEmpty else { throw DiscoveryError("no \(field) in the provider's token") }
        return token
    }
}
