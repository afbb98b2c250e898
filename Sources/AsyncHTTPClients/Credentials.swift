import FoundationEssentials
import HTTPClients
import StrictYAML

/// The headers that a client's settings add to each request.
///
/// Files are read for each request, so that a rotated
/// secret counts at once.
struct Credentials: Sendable {
    private let settings: HTTPClientSettings
    /// What does not come from files, made once.
    private let fixed: [(name: String, value: String)]
    private let readsFiles: Bool

    /// Plain values of `http_headers` only: what a host may see that the settings are not meant for.
    init(withoutSecretsOf settings: HTTPClientSettings) {
        var kept = HTTPClientSettings()
        kept.headers = settings.headers.filter { $0.name.lowercased() != "cookie" }
        for index in kept.headers.indices {
            kept.headers[index].secrets = []
            kept.headers[index].files = []
        }
        self.settings = kept
        fixed = (try? Self.headers(kept)) ?? []
        readsFiles = false
    }

    init(_ settings: HTTPClientSettings) throws(HTTPClientSettingsError) {
        if let oauth2 = settings.oauth2, !["", "client_credentials"].contains(oauth2.grantType) {
            throw .unsupported("oauth2 grant_type \(oauth2.grantType)")
        }
        self.settings = settings
        let files =
            (settings.basicAuth.map { [$0.usernameFile, $0.passwordFile] } ?? [])
            + (settings.authorization.map { [$0.credentialsFile] } ?? []) + settings.headers.flatMap(\.files)
        readsFiles = files.contains { !$0.isEmpty }
        do {
            fixed = readsFiles ? [] : try Self.headers(settings)
        } catch {
            fixed = []
        }
    }

    /// The headers for `request`, as its failure if a file cannot be read.
    ///
    /// An `Authorization` that the request has already stays alone.
    func headers(
        of request: HTTPClientRequest
    ) throws(HTTPClientError) -> [(name: String, value: String)] {
        var headers = fixed
        if readsFiles {
            do {
                headers = try Self.headers(settings)
            } catch {
                throw .failed(method: request.method, url: request.url, reason: error.description)
            }
        }
        if !headers.isEmpty, request.header("Authorization") != nil {
            headers.removeAll { HTTPClientResponse.areSameName($0.name, "Authorization") }
        }
        return headers
    }

    /// A file of secrets that could not be read, in Go's words.
    struct UnreadableFile: Error {
        let description: String
    }

    private static func headers(_ settings: HTTPClientSettings) throws(UnreadableFile) -> [(
        name: String, value: String
    )] {
        var headers: [(name: String, value: String)] = []
        if let basic = settings.basicAuth {
            let user = try text(basic.username, orFile: basic.usernameFile, "unable to read basic auth username: ")
            let password = try text(
                basic.password.revealed,
                orFile: basic.passwordFile,
                "unable to read basic auth password: "
            )
            headers.append(("Authorization", "Basic " + Data("\(user):\(password)".utf8).base64EncodedString()))
        }
        if let bearer = settings.authorization {
            let secret = try text(
                bearer.credentials.revealed,
                orFile: bearer.credentialsFile,
                "unable to read authorization credentials: "
            )
            headers.append(("Authorization", "\(bearer.type) \(secret)"))
        }
        for header in settings.headers {
            for value in header.values { headers.append((header.name, value)) }
            for value in header.secrets { headers.append((header.name, value.revealed)) }
            for file in header.files {
                headers.append((header.name, try text("", orFile: file, "unable to read headers file \(file): ")))
            }
        }
        return headers
    }

    private static func text(
        _ inline: String,
        orFile path: String,
        _ prefix: String
    ) throws(UnreadableFile) -> String {
        guard !path.isEmpty else { return inline }
        do throws(TextFileError) {
            return String(decoding: try TextFile.read(path), as: UTF8.self).trimmingBlanks
        } catch {
            throw UnreadableFile(description: "\(prefix)unable to read file \(path): \(error)")
        }
    }
}
