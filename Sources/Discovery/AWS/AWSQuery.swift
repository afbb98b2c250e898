internal import HTTPClients

/// Requests of Amazon's older services: forms, answered in XML.
enum AWSQuery {
    static let contentType = "application/x-www-form-urlencoded; charset=utf-8"

    /// The parameters as a form, by ascending name.
    static func form(_ parameters: [(name: String, value: String)]) -> String {
        parameters.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            .map { "\(PercentEscapes.formEscaped($0.name))=\(PercentEscapes.formEscaped($0.value))" }
            .joined(separator: "&")
    }

    /// All elements of a list that comes in pages, each of which has a marker for the next.
    ///
    /// `list` is the name of the list in the result of `action`.
    static func list(
        _ client: AWSClient,
        _ service: String,
        _ action: String,
        _ list: String,
        version: String,
        _ parameters: [(name: String, value: String)] = [],
        marker: String = "Marker"
    ) async throws -> [XMLElement] {
        var all: [XMLElement] = []
        var token = ""
        for _ in 0..<mostPages {
            let next = token.isEmpty ? [] : [(name: marker, value: token)]
            let fields = [(name: "Action", value: action), ("Version", version)] + parameters + next
            let answer = try await explained("could not ask \(service) to \(action)") {
                try await client.query(service, fields)
            }
            let result = answer["\(action)Result"]
            all += result?.list(list) ?? []
            token = result?.text(marker) ?? ""
            if token.isEmpty { break }
        }
        return all
    }

    /// A service that never ends its list would keep a refresh from ending.
    private static let mostPages = 10_000
}
