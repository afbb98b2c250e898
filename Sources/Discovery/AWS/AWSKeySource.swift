internal import HTTPClients
internal import PrometheusModel
internal import StrictYAML

/// Finds region and keys where Amazon's own tools look for them: settings, environment, shared files, web identity,
/// the container's server, the machine's metadata; and takes on a role where one is set.
struct AWSKeySource: Sendable {
    let settings: AWSSettings
    let client: any HTTPClient
    let userAgent: String
    let variables: @Sendable (String) -> String?
    let clock: WallClock

    private static let metadata = "http://169.254.169.254/latest/"

    /// The address of a service in a region.
    static func endpoint(_ service: String, _ region: String) -> String {
        "https://\(service).\(region).amazonaws.com\(region.hasPrefix("cn-") ? ".cn" : "")/"
    }

    // MARK: Region

    func region() async throws -> String {
        if !settings.region.isEmpty { return settings.region }
        if let region = variable("AWS_REGION") ?? variable("AWS_DEFAULT_REGION") { return region }
        if let region = profile("AWS_CONFIG_FILE", "config", "profile ")["region"] { return region }
        do {
            let document = try await askMetadata("dynamic/instance-identity/document")
            let region = try JSONValue(parsing: document)["region"].text
            guard !region.isEmpty else { throw DiscoveryError("the instance's document has none") }
            return region
        } catch {
            throw DiscoveryError("could not determine AWS region: \(error)")
        }
    }

    // MARK: Keys

    func keys(_ region: String) async throws -> AWSKeys {
        let own = try await ownKeys(region)
        guard !settings.roleARN.isEmpty else { return own }
        var parameters = [
            (name: "Action", value: "AssumeRole"), ("RoleArn", settings.roleARN), ("RoleSessionName", Self.sessionName),
            ("Version", "2011-06-15"),
        ]
        if !settings.externalID.isEmpty { parameters.append(("ExternalId", settings.externalID)) }
        return try await askTokenService(parameters, region, "AssumeRoleResult", own.credentials)
    }

    private func ownKeys(_ region: String) async throws -> AWSKeys {
        if !settings.accessKey.isEmpty, !settings.secretKey.isEmpty {
            return Self.lasting(settings.accessKey, settings.secretKey.revealed, "")
        }
        if settings.profile.isEmpty, let access = variable("AWS_ACCESS_KEY_ID"),
            let secret = variable("AWS_SECRET_ACCESS_KEY")
        {
            return Self.lasting(access, secret, variable("AWS_SESSION_TOKEN") ?? "")
        }
        let shared = profile("AWS_SHARED_CREDENTIALS_FILE", "credentials", "")
        if let access = shared["aws_access_key_id"], let secret = shared["aws_secret_access_key"] {
            return Self.lasting(access, secret, shared["aws_session_token"] ?? "")
        }
        if let file = variable("AWS_WEB_IDENTITY_TOKEN_FILE"), let role = variable("AWS_ROLE_ARN") {
            return try await webIdentityKeys(file, role, region)
        }
        if let keys = try await containerKeys() { return keys }
        return try await instanceKeys()
    }

    private static let sessionName = "prometheus-discovery"

    private static func lasting(_ access: String, _ secret: String, _ token: String) -> AWSKeys {
        AWSKeys(credentials: SigV4Credentials(accessKey: access, secretKey: secret, sessionToken: token), expiry: nil)
    }

    private func webIdentityKeys(_ file: String, _ role: String, _ region: String) async throws -> AWSKeys {
        let token = String(decoding: try TextFile.read(file), as: UTF8.self).trimmed
        let parameters = [
            (name: "Action", value: "AssumeRoleWithWebIdentity"), ("RoleArn", role),
            ("RoleSessionName", variable("AWS_ROLE_SESSION_NAME") ?? Self.sessionName), ("Version", "2011-06-15"),
            ("WebIdentityToken", token),
        ]
        return try await askTokenService(parameters, region, "AssumeRoleWithWebIdentityResult", nil)
    }

    private func containerKeys() async throws -> AWSKeys? {
        var headers: [(name: String, value: String)] = []
        if let token = variable("AWS_CONTAINER_AUTHORIZATION_TOKEN") { headers.append(("Authorization", token)) }
        if let path = variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") {
            return try Self.keys(try await get("http://169.254.170.2\(path)", headers), token: "Token")
        }
        guard let url = variable("AWS_CONTAINER_CREDENTIALS_FULL_URI") else { return nil }
        if let file = variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") {
            headers = [("Authorization", String(decoding: try TextFile.read(file), as: UTF8.self).trimmed)]
        }
        return try Self.keys(try await get(url, headers), token: "Token")
    }

    private func instanceKeys() async throws -> AWSKeys {
        do {
            let path = "meta-data/iam/security-credentials/"
            let role = String(decoding: try await askMetadata(path), as: UTF8.self).split(whereSeparator: \.isNewline)
            guard let role = role.first else { throw DiscoveryError("the instance has no role") }
            return try Self.keys(try await askMetadata("\(path)\(role)"), token: "Token")
        } catch {
            throw DiscoveryError("NoCredentialProviders: no valid providers in chain: \(error)")
        }
    }

    // MARK: Requests

    private func get(_ url: String, _ headers: [(name: String, value: String)]) async throws -> [UInt8] {
        let response = try await client.send(
            HTTPClientRequest(url: url, headers: [("User-Agent", userAgent)] + headers, timeout: .seconds(5))
        )
        guard response.isSuccess else { throw response.refusal }
        return response.body
    }

    /// Asks the machine's metadata with a token of its own, as the second version of that service wants.
    private func askMetadata(_ path: String) async throws -> [UInt8] {
        let request = HTTPClientRequest(
            method: "PUT",
            url: Self.metadata + "api/token",
            headers: [("X-aws-ec2-metadata-token-ttl-seconds", "21600")],
            timeout: .seconds(5)
        )
        let response = try await client.send(request)
        // The first version knows no tokens.
        let token = response.isSuccess ? String(decoding: response.body, as: UTF8.self) : ""
        return try await get(Self.metadata + path, token.isEmpty ? [] : [("X-aws-ec2-metadata-token", token)])
    }

    private func askTokenService(
        _ parameters: [(name: String, value: String)],
        _ region: String,
        _ result: String,
        _ credentials: SigV4Credentials?
    ) async throws -> AWSKeys {
        let body = AWSQuery.form(parameters)
        var request = HTTPClientRequest(
            method: "POST",
            url: Self.endpoint("sts", region),
            headers: [("User-Agent", userAgent), ("Content-Type", AWSQuery.contentType)],
            body: Array(body.utf8),
            timeout: .seconds(30)
        )
        if let credentials {
            let now = clock.nowMilliseconds()
            request = SigV4Signer(region: region, service: "sts").signed(request, credentials, atMilliseconds: now)
        }
        let response = try await client.send(request)
        guard response.isSuccess else { throw DiscoveryError(AWSProblem(response).description) }
        let keys = try XMLReader.parse(response.body)[result]?["Credentials"]
        guard let keys, !keys.text("AccessKeyId").isEmpty else { throw DiscoveryError("no keys in the answer of STS") }
        return AWSKeys(
            credentials: SigV4Credentials(
                accessKey: keys.text("AccessKeyId"),
                secretKey: keys.text("SecretAccessKey"),
                sessionToken: keys.text("SessionToken")
            ),
            expiry: TimestampText.parse(keys.text("Expiration")) ?? 0
        )
    }

    private static func keys(_ body: [UInt8], token: String) throws -> AWSKeys {
        let answer = try JSONValue(parsing: body)
        guard !answer["AccessKeyId"].text.isEmpty else { throw DiscoveryError("no keys in the answer") }
        return AWSKeys(
            credentials: SigV4Credentials(
                accessKey: answer["AccessKeyId"].text,
                secretKey: answer["SecretAccessKey"].text,
                sessionToken: answer[token].text
            ),
            expiry: TimestampText.parse(answer["Expiration"].text) ?? 0
        )
    }

    // MARK: Environment and files

    private func variable(_ name: String) -> String? { variables(name).flatMap { $0.isEmpty ? nil : $0 } }

    /// The values of the profile in one of the shared files; empty if there is none.
    private func profile(_ pathVariable: String, _ file: String, _ prefix: String) -> [String: String] {
        let name = settings.profile.isEmpty ? variable("AWS_PROFILE") ?? "default" : settings.profile
        let path = variable(pathVariable) ?? (variable("HOME") ?? "") + "/.aws/\(file)"
        guard let bytes = try? TextFile.read(path) else { return [:] }
        var values: [String: String] = [:]
        var isInside = false
        for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
            let text = String(line).trimmed
            if text.hasPrefix("["), text.hasSuffix("]") {
                let section = String(text.dropFirst().dropLast()).trimmed
                isInside = section == name || section == prefix + name
            } else if isInside, let sign = text.firstIndex(of: "=") {
                let key = String(text[..<sign]).trimmed.lowercased()
                values[key] = String(text[text.index(after: sign)...]).trimmed
            }
        }
        return values
    }
}
