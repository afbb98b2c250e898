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
        if let region = profiles.values(profileName)["region"], !region.isEmpty { return region }
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
        return try await roleKeys(settings.roleARN, settings.externalID, own, region)
    }

    private func ownKeys(_ region: String) async throws -> AWSKeys {
        if !settings.accessKey.isEmpty, !settings.secretKey.isEmpty {
            return Self.lasting(settings.accessKey, settings.secretKey.revealed, "")
        }
        if settings.profile.isEmpty, let keys = environmentKeys { return keys }
        if let keys = try await profileKeys(profileName, region) { return keys }
        if let file = variable("AWS_WEB_IDENTITY_TOKEN_FILE"), let role = variable("AWS_ROLE_ARN") {
            return try await webIdentityKeys(file, role, region)
        }
        if let keys = try await containerKeys() { return keys }
        return try await instanceKeys()
    }

    private var environmentKeys: AWSKeys? {
        guard let access = variable("AWS_ACCESS_KEY_ID"), let secret = variable("AWS_SECRET_ACCESS_KEY") else {
            return nil
        }
        return Self.lasting(access, secret, variable("AWS_SESSION_TOKEN") ?? "")
    }

    private var profiles: AWSProfiles { AWSProfiles(variables: variables) }

    private var profileName: String { settings.profile.isEmpty ? profiles.standardName : settings.profile }

    /// The keys of a profile, or of the role that it takes on; `depth` counts the profiles that led here.
    private func profileKeys(_ name: String, _ region: String, depth: Int = 0) async throws -> AWSKeys? {
        let values = profiles.values(name)
        func text(_ key: String) -> String? { values[key].flatMap { $0.isEmpty ? nil : $0 } }
        let access = text("aws_access_key_id") ?? ""
        let secret = text("aws_secret_access_key") ?? ""
        let own = access.isEmpty || secret.isEmpty ? nil : Self.lasting(access, secret, text("aws_session_token") ?? "")
        guard let role = text("role_arn") else { return own }
        if let file = text("web_identity_token_file") { return try await webIdentityKeys(file, role, region) }
        let source =
            text("source_profile") == name
            ? own : try await sourceKeys(text("source_profile"), text("credential_source"), name, region, depth)
        guard let source else { return own }
        return try await roleKeys(role, text("external_id") ?? "", source, region)
    }

    /// The keys with which a profile takes on its role.
    private func sourceKeys(
        _ profile: String?,
        _ source: String?,
        _ name: String,
        _ region: String,
        _ depth: Int
    ) async throws -> AWSKeys? {
        if let profile {
            guard depth < Self.mostProfiles else { throw DiscoveryError("profiles of \(name) lead to each other") }
            guard let keys = try await profileKeys(profile, region, depth: depth + 1) else {
                throw DiscoveryError("no keys in the profile \(profile), which \(name) needs")
            }
            return keys
        }
        switch source {
        case "Environment": return environmentKeys
        case "EcsContainer": return try await containerKeys()
        case "Ec2InstanceMetadata": return try await instanceKeys()
        default: return nil
        }
    }

    private static let mostProfiles = 8

    /// The keys of a role that `source` may take on.
    private func roleKeys(_ role: String, _ externalID: String, _ source: AWSKeys, _ region: String) async throws
        -> AWSKeys
    {
        var parameters = [
            (name: "Action", value: "AssumeRole"), ("RoleArn", role), ("RoleSessionName", Self.sessionName),
            ("Version", "2011-06-15"),
        ]
        if !externalID.isEmpty { parameters.append(("ExternalId", externalID)) }
        return try await askTokenService(parameters, region, "AssumeRoleResult", source.credentials)
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
}
