internal import HTTPClients
internal import StrictYAML

/// How commands reach a server: `--http.config.file` and the server's URL.
enum ClientSettingsFile {
    /// The URL with a scheme, without slashes at its end.
    static func base(_ url: String) -> String {
        var base = url.contains("://") ? url : "http://" + url
        while base.hasSuffix("/") { base.removeLast() }
        return base
    }

    /// What the file says of the client; the usual settings without one.
    static func settings(_ file: String?, for url: String) throws -> HTTPClientSettings {
        guard let file else { return HTTPClientSettings() }
        if url.contains("@") {
            throw CheckProblem(
                "Cannot set base auth in the server URL and use a http.config.file at the same time"
            )
        }
        do {
            let document = try YAMLDocument(bytes: try TextFile.read(file))
            let problems = YAMLProblems()
            guard let root = document.root,
                let fields = YAMLFields(root, type: "config.plain", path: "", problems: problems)
            else {
                try problems.throwIfAny()
                return HTTPClientSettings()
            }
            let settings = HTTPClientSettings(decoding: fields, base: BaseDirectory(ofFile: file))
            fields.finish()
            try problems.throwIfAny()
            return settings
        } catch {
            throw CheckProblem("failed to load HTTP config file: \(error)")
        }
    }
}
