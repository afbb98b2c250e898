internal import StrictYAML

/// Finds keys and region where Amazon's own tools look for them: settings, environment, shared files.
struct SigV4KeySource: Sendable {
    private let settings: SigV4Settings
    private let environment: @Sendable (String) -> String?

    init(_ settings: SigV4Settings, environment: @escaping @Sendable (String) -> String?) {
        self.settings = settings
        self.environment = environment
    }

    func keys() throws(SigningError) -> SigV4Credentials {
        if !settings.accessKey.isEmpty {
            return SigV4Credentials(accessKey: settings.accessKey, secretKey: settings.secretKey.revealed)
        }
        if settings.profile.isEmpty, let access = variable("AWS_ACCESS_KEY_ID"),
            let secret = variable("AWS_SECRET_ACCESS_KEY")
        {
            return SigV4Credentials(
                accessKey: access,
                secretKey: secret,
                sessionToken: variable("AWS_SESSION_TOKEN") ?? ""
            )
        }
        let values = profile(in: "AWS_SHARED_CREDENTIALS_FILE", "credentials", prefix: "")
        guard let access = values["aws_access_key_id"], let secret = values["aws_secret_access_key"] else {
            throw SigningError("could not get SigV4 credentials: no keys in sigv4, environment or shared files")
        }
        return SigV4Credentials(
            accessKey: access,
            secretKey: secret,
            sessionToken: values["aws_session_token"] ?? ""
        )
    }

    func region() -> String {
        if !settings.region.isEmpty { return settings.region }
        if let region = variable("AWS_REGION") ?? variable("AWS_DEFAULT_REGION") { return region }
        return profile(in: "AWS_CONFIG_FILE", "config", prefix: "profile ")["region"] ?? ""
    }

    private func variable(_ name: String) -> String? { environment(name).flatMap { $0.isEmpty ? nil : $0 } }

    /// The values of the profile in one of the shared files; empty if there is none.
    private func profile(in pathVariable: String, _ file: String, prefix: String) -> [String: String] {
        let name = settings.profile.isEmpty ? variable("AWS_PROFILE") ?? "default" : settings.profile
        let path = variable(pathVariable) ?? (variable("HOME") ?? "") + "/.aws/\(file)"
        guard let bytes = try? TextFile.read(path) else { return [:] }
        var values: [String: String] = [:]
        var isInside = false
        for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
            let text = String(line).trimmingBlanks
            if text.hasPrefix("["), text.hasSuffix("]") {
                let section = String(text.dropFirst().dropLast()).trimmingBlanks
                isInside = section == name || section == prefix + name
            } else if isInside, let sign = text.firstIndex(of: "=") {
                let key = String(text[..<sign]).trimmingBlanks.lowercased()
                values[key] = String(text[text.index(after: sign)...]).trimmingBlanks
            }
        }
        return values
    }
}
