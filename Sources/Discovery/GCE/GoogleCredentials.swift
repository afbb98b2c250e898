internal import StrictYAML

/// What Google's tools leave for programs to show who they are.
enum GoogleCredentials: Sendable, Hashable {
    /// An account for programs, with a key that signs claims.
    case serviceAccount(email: String, keyID: String, key: Secret, tokenURL: String)
    /// What `gcloud auth application-default login` leaves.
    case user(client: String, secret: Secret, refreshToken: Secret, tokenURL: String)
    /// An account of another provider.
    case workload(GoogleWorkload)
    /// The account of the machine.
    case machine(host: String)

    private static let tokenURL = "https://oauth2.googleapis.com/token"

    /// The file that a variable names, else that of `gcloud`, else the machine's account.
    static func find(_ variable: (String) -> String?) throws -> GoogleCredentials {
        if let path = variable("GOOGLE_APPLICATION_CREDENTIALS"), !path.isEmpty {
            do {
                return try parse(try TextFile.read(path))
            } catch {
                throw DiscoveryError("google: error getting credentials using environment variable: \(error)")
            }
        }
        let path = "\(variable("HOME") ?? "")/.config/gcloud/application_default_credentials.json"
        if let text = try? TextFile.read(path) {
            do {
                return try parse(text)
            } catch {
                throw DiscoveryError("google: error getting credentials using well-known file (\(path)): \(error)")
            }
        }
        return .machine(host: variable("GCE_METADATA_HOST") ?? "169.254.169.254")
    }

    static func parse(_ text: [UInt8]) throws -> GoogleCredentials {
        let file = try JSONValue(parsing: text)
        let tokenURL = file["token_uri"].text.isEmpty ? tokenURL : file["token_uri"].text
        switch file["type"].text {
        case "service_account":
            return .serviceAccount(
                email: file["client_email"].text,
                keyID: file["private_key_id"].text,
                key: Secret(file["private_key"].text),
                tokenURL: tokenURL
            )
        case "authorized_user":
            return .user(
                client: file["client_id"].text,
                secret: Secret(file["client_secret"].text),
                refreshToken: Secret(file["refresh_token"].text),
                tokenURL: tokenURL
            )
        case "external_account": return .workload(try GoogleWorkload(file))
        case "": throw DiscoveryError("missing 'type' field in credentials")
        case let type: throw DiscoveryError("unknown credential type: \"\(type)\"")
        }
    }
}
