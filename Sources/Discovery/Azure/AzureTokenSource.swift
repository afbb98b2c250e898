internal import HTTPClients
internal import PrometheusModel
internal import StrictYAML

/// Signs in to Microsoft's clouds, in one of the ways that the settings know, and keeps the token.
struct AzureTokenSource: Sendable {
    private static let metadata = "http://169.254.169.254/metadata/identity/oauth2/token"

    let settings: AzureDiscovery
    let api: APIClient
    let variables: @Sendable (String) -> String?
    let clock: WallClock
    private var token: ExpiringToken?

    init(settings: AzureDiscovery, api: APIClient, environment: DiscoveryEnvironment) {
        self.settings = settings
        self.api = api
        variables = environment.variables
        clock = environment.clock
    }

    /// The header that authorises a request.
    mutating func header(_ cloud: AzureCloud) async throws -> (name: String, value: String) {
        let now = clock.nowMilliseconds()
        if let token, token.isGood(atMilliseconds: now) { return ("Authorization", "Bearer \(token.text)") }
        let fetched = try await fetch(cloud, now)
        token = fetched
        return ("Authorization", "Bearer \(fetched.text)")
    }

    /// Forgets the token, after the API refused it.
    mutating func forget() { token = nil }

    private func fetch(_ cloud: AzureCloud, _ now: Int64) async throws -> ExpiringToken {
        switch settings.authenticationMethod {
        case "ManagedIdentity": return try await machineToken(cloud, now)
        case "WorkloadIdentity": return try await workloadToken(cloud, now)
        case "SDK": return try await standardToken(cloud, now)
        default:
            let credentials = [
                (name: "client_id", value: settings.client), ("client_secret", settings.clientSecret.revealed),
            ]
            return try await signIn(cloud, settings.tenant, credentials, now)
        }
    }

    // MARK: The ways

    /// What Microsoft's libraries try one after the other: environment, workload, machine.
    private func standardToken(_ cloud: AzureCloud, _ now: Int64) async throws -> ExpiringToken {
        if let tenant = variable("AZURE_TENANT_ID"), let client = variable("AZURE_CLIENT_ID"),
            let secret = variable("AZURE_CLIENT_SECRET")
        {
            return try await signIn(cloud, tenant, [("client_id", client), ("client_secret", secret)], now)
        }
        if variable("AZURE_FEDERATED_TOKEN_FILE") != nil { return try await workloadToken(cloud, now) }
        return try await machineToken(cloud, now)
    }

    private func workloadToken(_ cloud: AzureCloud, _ now: Int64) async throws -> ExpiringToken {
        guard let client = settings.client.isEmpty ? variable("AZURE_CLIENT_ID") : settings.client else {
            throw DiscoveryError("no client ID specified. Check pod configuration or set ClientID in the options")
        }
        guard let tenant = settings.tenant.isEmpty ? variable("AZURE_TENANT_ID") : settings.tenant else {
            throw DiscoveryError("no tenant ID specified. Check pod configuration or set TenantID in the options")
        }
        guard let file = variable("AZURE_FEDERATED_TOKEN_FILE") else {
            throw DiscoveryError("no token file specified. Check pod configuration or set TokenFilePath in the options")
        }
        let assertion = String(decoding: try TextFile.read(file), as: UTF8.self).trimmed
        return try await signIn(
            cloud,
            tenant,
            [
                ("client_assertion", assertion),
                ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
                ("client_id", client),
            ],
            now
        )
    }

    /// The token of the machine's identity, from the server of App Service or that of virtual machines.
    private func machineToken(_ cloud: AzureCloud, _ now: Int64) async throws -> ExpiringToken {
        let isHosted = variable("IDENTITY_ENDPOINT") != nil && variable("IDENTITY_HEADER") != nil
        var query = [
            (name: "api-version", value: isHosted ? "2019-08-01" : "2018-02-01"), ("resource", cloud.audience),
        ]
        if !settings.client.isEmpty { query.append(("client_id", settings.client)) }
        let header = isHosted ? ("X-IDENTITY-HEADER", variable("IDENTITY_HEADER") ?? "") : ("Metadata", "true")
        let url = (isHosted ? variable("IDENTITY_ENDPOINT") : nil) ?? Self.metadata
        let response = try await api.send("GET", "\(url)?\(FormText.text(query))", headers: [header])
        guard response.isSuccess else {
            throw DiscoveryError("ManagedIdentityCredential authentication failed: \(response.refusal)")
        }
        return try ExpiringToken(try JSONValue(parsing: response.body), atMilliseconds: now)
    }

    private func signIn(
        _ cloud: AzureCloud,
        _ tenant: String,
        _ credentials: [(name: String, value: String)],
        _ now: Int64
    ) async throws -> ExpiringToken {
        var authority = variable("AZURE_AUTHORITY_HOST") ?? cloud.authority
        while authority.hasSuffix("/") { authority.removeLast() }
        let fields = credentials + [("grant_type", "client_credentials"), ("scope", cloud.audience + "/.default")]
        let response = try await api.send(
            "POST",
            "\(authority)/\(PercentEscapes.escaped(tenant))/oauth2/v2.0/token",
            headers: [FormText.contentType, ("Accept", "application/json")],
            body: Array(FormText.text(fields).utf8)
        )
        let answer = try? JSONValue(parsing: response.body)
        guard response.isSuccess, let answer else {
            let code = answer?["error"].text ?? ""
            guard !code.isEmpty else { throw response.refusal }
            let lines = (answer?["error_description"].text ?? "").split(whereSeparator: \.isNewline)
            throw DiscoveryError("authentication failed: \(code): \(lines.joined(separator: " "))")
        }
        return try ExpiringToken(answer, atMilliseconds: now)
    }

    private func variable(_ name: String) -> String? { variables(name).flatMap { $0.isEmpty ? nil : $0 } }
}
