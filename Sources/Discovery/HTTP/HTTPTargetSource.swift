internal import HTTPClients
internal import PrometheusClient
internal import PrometheusModel
internal import StrictYAML

/// Asks a URL for target groups.
struct HTTPTargetSource: TargetSource {
    let url: String
    let intervalMilliseconds: Int64
    let userAgent: String
    let client: any HTTPClient
    let failures: Counter

    func groups() async throws -> [TargetGroup] {
        do {
            return try await fetch()
        } catch {
            failures.increment()
            throw error
        }
    }

    private func fetch() async throws -> [TargetGroup] {
        let seconds = FloatText.string(Double(intervalMilliseconds) / 1000)
        let response = try await client.send(
            HTTPClientRequest(
                url: url,
                headers: [
                    ("User-Agent", userAgent), ("Accept", "application/json"),
                    ("X-Prometheus-Refresh-Interval-Seconds", seconds),
                ],
                timeout: .milliseconds(intervalMilliseconds)
            )
        )
        guard response.status == 200 else {
            throw DiscoveryError("server returned HTTP status \(response.status) \(response.reason)")
        }
        let type = response.header("Content-Type") ?? ""
        guard Self.isJSON(type) else { throw DiscoveryError("unsupported content type \(type.trimmed.quoted)") }
        return try TargetFile.decodeJSON(response.body, name: url, label: "__meta_url")
    }

    /// Upstream takes the type with no parameter but the charset, in any case, quoted or not.
    private static func isJSON(_ type: String) -> Bool {
        let parts = type.lowercased().split(separator: ";", omittingEmptySubsequences: false).map { String($0).trimmed }
        guard parts.first == "application/json" else { return false }
        if parts.count == 1 { return true }
        guard parts.count == 2 else { return false }
        let pair = parts[1].split(separator: "=", omittingEmptySubsequences: false).map { String($0).trimmed }
        return pair == ["charset", "utf-8"] || pair == ["charset", "\"utf-8\""]
    }
}

extension String {
    /// The text without blanks at its ends.
    var trimmed: String {
        let start = drop { $0.isWhitespace }
        return String(start.reversed().drop { $0.isWhitespace }.reversed())
    }
}
