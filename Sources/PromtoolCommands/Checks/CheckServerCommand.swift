internal import AsyncHTTPClients
internal import HTTPClients
internal import StrictYAML

/// `promtool check healthy` and `promtool check ready`: whether a running server says so.
struct CheckServerCommand {
    private let url: String
    private let endpoint: String
    private let settingsFile: String?
    private let output: ProgramOutput

    init(_ command: ParsedCommand, _ endpoint: String, _ output: ProgramOutput) {
        url = command.text("url") ?? "http://localhost:9090"
        self.endpoint = endpoint
        settingsFile = command.text("http.config.file")
        self.output = output
    }

    /// Asks and returns the exit code.
    func run() async -> Int32 {
        let factory = HTTPClientFactory()
        let code = await ask(factory)
        await factory.shutdown()
        return code
    }

    private func ask(_ factory: HTTPClientFactory) async -> Int32 {
        var base = url.contains("://") ? url : "http://" + url
        while base.hasSuffix("/") { base.removeLast() }
        let target = "\(base)/-/\(endpoint)"
        do {
            let client = try factory.client(try settings())
            let answer = try await client.send(HTTPClientRequest(url: target, timeout: .seconds(10)))
            guard answer.status == 200 else {
                output.errorLine("check failed: URL=\(target), status=\(answer.status)")
                return 1
            }
            output.errorLine("  SUCCESS:  \(String(decoding: answer.body, as: UTF8.self))")
            return 0
        } catch {
            output.errorLine("\(error)")
            return 1
        }
    }

    /// What `--http.config.file` says of the client.
    private func settings() throws -> HTTPClientSettings {
        guard let settingsFile else { return HTTPClientSettings() }
        if url.contains("@") {
            throw CheckProblem(
                "Cannot set base auth in the server URL and use a http.config.file at the same time"
            )
        }
        do {
            let document = try YAMLDocument(bytes: try TextFile.read(settingsFile))
            let problems = YAMLProblems()
            guard let root = document.root,
                let fields = YAMLFields(root, type: "config.plain", path: "", problems: problems)
            else {
                try problems.throwIfAny()
                return HTTPClientSettings()
            }
            let settings = HTTPClientSettings(decoding: fields, base: BaseDirectory(ofFile: settingsFile))
            fields.finish()
            try problems.throwIfAny()
            return settings
        } catch {
            throw CheckProblem("failed to load HTTP config file: \(error)")
        }
    }
}
