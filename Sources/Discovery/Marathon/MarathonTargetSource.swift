internal import HTTPClients
internal import PrometheusModel
internal import StrictYAML

/// Asks one of a set of Marathon servers for its applications.
struct MarathonTargetSource: TargetSource {
    let servers: [String]
    let token: Secret
    let tokenFile: String
    let api: APIClient

    func groups() async throws -> [TargetGroup] {
        guard let server = servers.randomElement() else { return [] }
        var headers: [(name: String, value: String)] = [("Accept", "application/json")]
        if let token = try currentToken() { headers.append(("Authorization", "token=\(token)")) }
        let response = try await api.send("GET", "\(server)/v2/apps/?embed=apps.tasks", headers: headers)
        guard response.isSuccess else {
            throw DiscoveryError("non 2xx status '\(response.status)' response during marathon service discovery")
        }
        return try JSONValue(parsing: response.body).list("apps").map(MarathonApplication.group)
    }

    /// The token; that of a file is read each time.
    private func currentToken() throws -> String? {
        if !token.isEmpty { return token.revealed }
        guard !tokenFile.isEmpty else { return nil }
        do throws(TextFileError) {
            return String(decoding: try TextFile.read(tokenFile), as: UTF8.self).trimmed
        } catch {
            throw DiscoveryError("unable to read auth token file \(tokenFile): \(error)")
        }
    }
}
