@testable import Discovery
import HTTPClients
import PrometheusModel
import StrictYAML

/// A simulated service with the targets that are to be found in it, read from `Tests/Fixtures/Discovery`.
struct RecordedDiscovery {
    private static let folder =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
        .joined(separator: "/") + "/Fixtures/Discovery/"

    /// The configuration of a job.
    let text: String
    let client: RecordedClient
    /// The labels of each target.
    let targets: Set<[String: String]>

    /// Labels that later versions than the recorded one have, and we too.
    private let newer: Set<String>

    init(_ name: String) throws {
        let file = try JSONValue(parsing: TextFile.read("\(Self.folder)\(name).json"))
        text = "\(file["key"].text): [\(Self.json(file["settings"]))]"
        client = RecordedClient(
            Dictionary(uniqueKeysWithValues: file["answers"].entries.map { ($0.key, Self.response($0.value)) })
        )
        newer = Set(file["newer"].texts)
        targets = Set(
            file["targets"].elements.map { target in
                Dictionary(
                    uniqueKeysWithValues: target.entries.filter { !$0.value.text.isEmpty }
                        .map { ($0.key, $0.value.text) }
                )
            }
        )
    }

    /// The labels of each target as far as the recorded version has them.
    func comparable(_ groups: [TargetGroup]) -> Set<[String: String]> {
        Set(groups.flatMap(\.flat).map { $0.filter { !newer.contains($0.key) } })
    }

    private static func response(_ answer: JSONValue) -> HTTPClientResponse {
        let body = if case .string(let text) = answer["body"] { text } else { json(answer["body"]) }
        let type = answer["type"].isNull ? "application/json" : answer["type"].text
        return HTTPClientResponse(
            status: answer["status"].integer ?? 200,
            reason: "OK",
            headers: [("Content-Type", type)] + answer["headers"].entries.map { ($0.key, $0.value.text) },
            body: Array(body.utf8)
        )
    }

    private static func json(_ value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .plain(let text): text
        case .string(let text): JSONText.quoted(text)
        case .array(let elements): "[" + elements.map(json).joined(separator: ",") + "]"
        case .object:
            "{" + value.entries.map { "\(JSONText.quoted($0.key)): \(json($0.value))" }.joined(separator: ",") + "}"
        }
    }
}
