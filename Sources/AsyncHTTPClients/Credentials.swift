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

    /// Nothing is added.
    init() {
        settings = HTTPClientSettings()
        fixed = []
        readsFiles = false
    }

    init(_ settings: HTTPClientSettings) throws(HTTPClientSettingsError) {
        if settings.oauth2 != nil { throw .unsupported("oauth2") }
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

    /// The headers for one request.
    func headers() throws(UnreadableFile) -> [(name: String, value: String)] {
        readsFiles ? try Self.headers(settings) : fixed
    }

    /// The headers for `request`, as its failure if a file cannot be read.
    func headers(
        of request: HTTPClientRequest
    ) throws(HTTPClientError) -> [(name: String, value: String)] {
        do {
            return try headers()
        } catch {
            throw .failed(method: request.method, url: request.url, reason: error.description)
        }
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
            let user = try text(basic.username, orFile: basic.usernameFile, "basic auth username")
            let password = try text(basic.password.revealed, orFile: basic.passwordFile, "basic auth password")
            headers.append(("Authorization", "Basic " + Data("\(user):\(password)".utf8).base64EncodedString()))
        }
        if let bearer = settings.authorization {
            let secret = try text(
                bearer.credentials.revealed,
                orFile: bearer.credentialsFile,
                "authorization credentials"
            )
            headers.append(("Authorization", "\(bearer.type) \(secret)"))
        }
        for header in settings.headers {
            for value in header.values { headers.append((header.name, value)) }
            for value in header.secrets { headers.append((header.name, value.revealed)) }
            for file in header.files { headers.append((header.name, try text("", orFile: file, "http header"))) }
        }
        return headers
    }

    private static func text(
        _ inline: String,
        orFile path: String,
        _ purpose: String
    ) throws(UnreadableFile) -> String {
        guard !path.isEmpty else { return inline }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw UnreadableFile(description: "unable to read \(purpose) file \(path)")
        }
        return String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
