internal import PrometheusModel
internal import StrictYAML

extension HTTPHeaderSettings {
    /// Headers that the client itself sets, in lower case.
    private static let reserved: Set<String> = [
        "authorization", "host", "content-encoding", "content-length", "content-type", "user-agent", "connection",
        "keep-alive", "proxy-authenticate", "proxy-authorization", "www-authenticate", "accept-encoding",
        "x-prometheus-remote-write-version", "x-prometheus-remote-read-version",
        "x-prometheus-scrape-timeout-seconds", "x-amz-date", "x-amz-security-token", "x-amz-content-sha256",
    ]

    static func decode(_ fields: YAMLFields, base: BaseDirectory) -> [HTTPHeaderSettings] {
        guard let node = fields.value("http_headers") else { return [] }
        let path = fields.path("http_headers")
        var result: [HTTPHeaderSettings] = []
        for (name, value) in fields.problems.map(node, field: path, type: "config.Headers") ?? [] {
            let path = "\(path).\(name)"
            guard
                let inner = YAMLFields(value, type: "config.Header", path: path, problems: fields.problems)
            else { continue }
            var header = HTTPHeaderSettings(name: name)
            header.values = inner.strings("values") ?? []
            header.secrets = (inner.strings("secrets", type: "[]config.Secret") ?? []).map { Secret($0) }
            header.files = (inner.strings("files") ?? []).map { base.resolve($0) }
            inner.finish()
            if reserved.contains(name.lowercased()) {
                fields.problems.reject(
                    "setting header \(canonical(name).quoted) is not allowed",
                    at: value,
                    field: path
                )
            }
            result.append(header)
        }
        return result.sorted { $0.name < $1.name }
    }

    /// The name with each part's first letter large and the rest small.
    private static func canonical(_ name: String) -> String {
        name.split(separator: "-", omittingEmptySubsequences: false)
            .map { $0.prefix(1).uppercased() + $0.dropFirst().lowercased() }.joined(separator: "-")
    }
}
