internal import HTTPClients
internal import PrometheusModel
internal import StrictYAML

/// A request for a token, and how its answer is read.
struct CloudTokenRequest: Sendable {
    private static let timeout = Duration.seconds(30)
    private static let mostBytes = 1 << 20

    let client: any HTTPClient
    let clock: WallClock

    /// Posts a form, as OAuth 2.0 has it.
    func post(_ url: String, _ form: [(name: String, value: String)]) async throws(CloudTokenError) -> CloudToken {
        let body = form.map { "\(PercentEscapes.formEscaped($0.name))=\(PercentEscapes.formEscaped($0.value))" }
            .joined(separator: "&")
        return try await send(
            HTTPClientRequest(
                method: "POST",
                url: url,
                headers: [("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "application/json")],
                body: Array(body.utf8),
                timeout: Self.timeout,
                maximumBodyBytes: Self.mostBytes
            )
        )
    }

    /// Asks the machine that the program runs on.
    func get(
        _ url: String,
        _ query: [(name: String, value: String)],
        headers: [(name: String, value: String)]
    ) async throws(CloudTokenError) -> CloudToken {
        let text = query.map { "\(PercentEscapes.formEscaped($0.name))=\(PercentEscapes.formEscaped($0.value))" }
            .joined(separator: "&")
        return try await send(
            HTTPClientRequest(
                url: text.isEmpty ? url : "\(url)?\(text)",
                headers: headers,
                timeout: Self.timeout,
                maximumBodyBytes: Self.mostBytes
            )
        )
    }

    private func send(_ request: HTTPClientRequest) async throws(CloudTokenError) -> CloudToken {
        let response: HTTPClientResponse
        do throws(HTTPClientError) {
            response = try await client.send(request)
        } catch { throw CloudTokenError("\(error)") }
        let body = String(decoding: response.body.prefix(1024), as: UTF8.self)
        guard response.status == 200 else {
            throw CloudTokenError("\(request.url) answered \(response.status) \(response.reason): \(body)")
        }
        let fields = try Self.fields(response.body)
        guard let value = fields["access_token"], !value.isEmpty else {
            throw CloudTokenError("the answer of \(request.url) has no access_token")
        }
        let now = clock.nowMilliseconds()
        // Azure's machines tell either, both as text.
        let lifetime =
            fields["expires_in"].flatMap { Int64($0) }
            ?? fields["expires_on"].flatMap { Int64($0) }.map { max(0, $0 - now / 1000) }
        return CloudToken(value, lasting: lifetime ?? 0, nowMilliseconds: now)
    }

    /// The scalar fields of a JSON object.
    static func fields(_ bytes: [UInt8]) throws(CloudTokenError) -> [String: String] {
        let entries: [YAMLEntry]
        do throws(JSONDocumentError) {
            entries = try JSONDocument(bytes: bytes, nodeLimit: 10_000).root.entries ?? []
        } catch { throw CloudTokenError("\(error)") }
        var fields: [String: String] = [:]
        for entry in entries {
            guard let key = entry.key.scalar?.text, let value = entry.value.scalar, !value.isNull else { continue }
            fields[key] = value.text
        }
        return fields
    }
}
