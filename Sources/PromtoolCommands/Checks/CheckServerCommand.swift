internal import AsyncHTTPClients
internal import HTTPClients

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
        let target = "\(ClientSettingsFile.base(url))/-/\(endpoint)"
        do {
            let client = try factory.client(try ClientSettingsFile.settings(settingsFile, for: url))
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
}
