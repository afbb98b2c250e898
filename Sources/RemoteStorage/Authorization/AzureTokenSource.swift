internal import HTTPClients
internal import PrometheusConfiguration
internal import PrometheusModel
internal import StrictYAML

/// Tokens of Azure's directory, by whichever way the block `azuread` says.
struct AzureTokenSource: CloudTokenSource {
    private static let machineURL = "http://169.254.169.254"
    private static let assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

    let settings: AzureADSettings
    let request: CloudTokenRequest
    let assertion: SignedAssertion
    let variable: @Sendable (String) -> String?

    func token() async throws(CloudTokenError) -> CloudToken {
        switch settings.method {
        case .managedIdentity(let clientID): return try await machineToken(clientID)
        case .workloadIdentity(let clientID, let tenantID, let tokenFile):
            return try await workloadToken(clientID, tenantID, tokenFile)
        case .oauth(let clientID, let secret, let tenantID):
            return try await directoryToken(tenantID, clientID, [("client_secret", secret.revealed)])
        case .certificate(let clientID, let tenantID, let path, let keyPath, let password, let sendsChain):
            let certificate = try AzureCertificate(path: path, keyPath: keyPath)
            return try await certificateToken(certificate, clientID, tenantID, sendsChain, password.revealed)
        case .sdk(let tenantID): return try await environmentToken(tenantID)
        }
    }

    /// Where tokens are made, without a slash at the end.
    private var authority: String {
        switch settings.cloud {
        case "AzureChina": "https://login.chinacloudapi.cn"
        case "AzureGovernment": "https://login.microsoftonline.us"
        default: "https://login.microsoftonline.com"
        }
    }

    /// What the token is for.
    private var scope: String {
        if !settings.scope.isEmpty { return settings.scope }
        return switch settings.cloud {
        case "AzureChina": "https://monitor.azure.cn//.default"
        case "AzureGovernment": "https://monitor.azure.us//.default"
        default: "https://monitor.azure.com//.default"
        }
    }

    private func directoryToken(
        _ tenantID: String,
        _ clientID: String,
        _ proof: [(name: String, value: String)]
    ) async throws(CloudTokenError) -> CloudToken {
        try await request.post(
            tokenURL(tenantID),
            [("grant_type", "client_credentials"), ("client_id", clientID), ("scope", scope)] + proof
        )
    }

    private func tokenURL(_ tenantID: String) -> String {
        // As Azure's libraries take it, for private clouds.
        let named = variable("AZURE_AUTHORITY_HOST") ?? ""
        let host = named.isEmpty ? authority : named.hasSuffix("/") ? String(named.dropLast()) : named
        return "\(host)/\(tenantID)/oauth2/v2.0/token"
    }

    private func workloadToken(
        _ clientID: String,
        _ tenantID: String,
        _ tokenFile: String
    ) async throws(CloudTokenError) -> CloudToken {
        let assertion = try Self.text(tokenFile).trimmingBlanks
        return try await directoryToken(
            tenantID,
            clientID,
            [("client_assertion_type", Self.assertionType), ("client_assertion", assertion)]
        )
    }

    private func certificateToken(
        _ certificate: AzureCertificate,
        _ clientID: String,
        _ tenantID: String,
        _ sendsChain: Bool,
        _ passphrase: String
    ) async throws(CloudTokenError) -> CloudToken {
        let now = request.clock.nowMilliseconds() / 1000
        let id = SignedAssertion.base64((0..<16).map { _ in UInt8.random(in: .min ... .max) })
        let claims = [
            (name: "aud", json: SignedAssertion.quoted(tokenURL(tenantID))),
            ("iss", SignedAssertion.quoted(clientID)), ("sub", SignedAssertion.quoted(clientID)),
            ("jti", SignedAssertion.quoted(id)), ("nbf", "\(now - 10)"), ("exp", "\(now + 600)"),
        ]
        let token = try assertion.token(
            header: certificate.header(sendsChain: sendsChain),
            claims: claims,
            pem: certificate.keyPEM,
            passphrase: passphrase
        )
        return try await directoryToken(
            tenantID,
            clientID,
            [("client_assertion_type", Self.assertionType), ("client_assertion", token)]
        )
    }

    /// The token of the machine that the program runs on.
    private func machineToken(_ clientID: String) async throws(CloudTokenError) -> CloudToken {
        let resource = scope.hasSuffix("/.default") ? String(scope.dropLast("/.default".count)) : scope
        var query = [(name: "resource", value: resource)]
        if !clientID.isEmpty { query.append(("client_id", clientID)) }
        if let endpoint = variable("IDENTITY_ENDPOINT"), let secret = variable("IDENTITY_HEADER"), !endpoint.isEmpty {
            return try await request.get(
                endpoint,
                [("api-version", "2019-08-01")] + query,
                headers: [("X-IDENTITY-HEADER", secret)]
            )
        }
        let named = variable("AZURE_POD_IDENTITY_AUTHORITY_HOST") ?? ""
        let host = named.isEmpty ? Self.machineURL : named.hasSuffix("/") ? String(named.dropLast()) : named
        return try await request.get(
            "\(host)/metadata/identity/oauth2/token",
            [("api-version", "2018-02-01")] + query,
            headers: [("Metadata", "true")]
        )
    }

    /// What the environment offers first: an application, a workload, the machine.
    private func environmentToken(_ tenant: String) async throws(CloudTokenError) -> CloudToken {
        let tenantID = tenant.isEmpty ? variable("AZURE_TENANT_ID") ?? "" : tenant
        let clientID = variable("AZURE_CLIENT_ID") ?? ""
        if !tenantID.isEmpty, !clientID.isEmpty {
            if let secret = variable("AZURE_CLIENT_SECRET"), !secret.isEmpty {
                return try await directoryToken(tenantID, clientID, [("client_secret", secret)])
            }
            if let path = variable("AZURE_CLIENT_CERTIFICATE_PATH"), !path.isEmpty {
                let certificate = try AzureCertificate(path: path, keyPath: "")
                let sendsChain = ["1", "true"].contains(variable("AZURE_CLIENT_SEND_CERTIFICATE_CHAIN")?.lowercased())
                let passphrase = variable("AZURE_CLIENT_CERTIFICATE_PASSWORD") ?? ""
                return try await certificateToken(certificate, clientID, tenantID, sendsChain, passphrase)
            }
            if let file = variable("AZURE_FEDERATED_TOKEN_FILE"), !file.isEmpty {
                return try await workloadToken(clientID, tenantID, file)
            }
        }
        return try await machineToken(clientID)
    }

    /// The text of a file.
    static func text(_ path: String) throws(CloudTokenError) -> String {
        do throws(TextFileError) {
            return String(decoding: try TextFile.read(path), as: UTF8.self)
        } catch { throw CloudTokenError("unable to read file \(path): \(error)") }
    }
}
