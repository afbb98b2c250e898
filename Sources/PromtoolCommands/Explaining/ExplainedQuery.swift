internal import AsyncHTTPClients
internal import HTTPClients
internal import StrictYAML

/// A query that a server explains.
struct ExplainedQuery {
    private let server: String
    private let settingsFile: String?
    private let output: ProgramOutput

    init(server: String, settingsFile: String?, _ output: ProgramOutput) {
        self.server = server
        self.settingsFile = settingsFile
        self.output = output
    }

    /// Asks the server, writes its explanation and returns the exit code.
    func run(_ parameters: [(name: String, value: String)]) async -> Int32 {
        let factory = HTTPClientFactory()
        let code = await ask(factory, parameters)
        await factory.shutdown()
        return code
    }

    private func ask(_ factory: HTTPClientFactory, _ parameters: [(name: String, value: String)]) async -> Int32 {
        do {
            let client = try factory.client(try ClientSettingsFile.settings(settingsFile, for: server))
            let form = parameters.map { "\($0.name)=\(Self.escaped($0.value))" }.joined(separator: "&")
            let answer = try await client.send(
                HTTPClientRequest(
                    method: "POST",
                    url: ClientSettingsFile.base(server) + "/api/v1/query_explain",
                    headers: [("Content-Type", "application/x-www-form-urlencoded")],
                    body: Array(form.utf8),
                    timeout: .seconds(120)
                )
            )
            return write(answer.status, answer.body)
        } catch {
            output.errorLine("query error: \(error)")
            return 1
        }
    }

    private func write(_ status: Int, _ body: [UInt8]) -> Int32 {
        guard let answer = ExplainedMembers((try? JSONDocument(bytes: body))?.root) else {
            let hint = status == 404 ? ": only this project's servers explain queries" : ""
            output.errorLine("query error: server answered with status \(status)\(hint)")
            return 1
        }
        guard answer.text("status") == "success", let data = ExplainedMembers(answer["data"]) else {
            output.errorLine("query error: \(answer.text("errorType") ?? ""): \(answer.text("error") ?? "")")
            return 1
        }
        if let root = data["plan"].flatMap({ ExplainedPart($0) }) {
            output.standard(ExplanationText.measured(root))
        } else {
            output.line("the query has no instant vector in it: nothing to explain")
        }
        for kind in ["warnings", "infos"] {
            for text in answer[kind]?.elements ?? [] {
                output.errorLine("query \(kind.dropLast()): \(text.scalar?.text ?? "")")
            }
        }
        return 0
    }

    /// A value in a form: everything but letters, digits and a few signs as `%` and two digits.
    private static func escaped(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                bytes.append(byte)
            default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
