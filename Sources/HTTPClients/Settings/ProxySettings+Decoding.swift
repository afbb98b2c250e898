internal import StrictYAML

extension ProxySettings {
    /// Decodes the proxy's fields, which stand among others.
    init(decoding fields: YAMLFields) {
        self.init()
        url = fields.string("proxy_url") ?? ""
        if let problem = URLText.problem(url) { fields.reject(problem, "proxy_url") }
        noProxy = fields.string("no_proxy") ?? ""
        fromEnvironment = fields.bool("proxy_from_environment") ?? false
        guard let node = fields.value("proxy_connect_header") else { return }
        let path = fields.path("proxy_connect_header")
        let entries = fields.problems.map(node, field: path, type: "config.ProxyHeader") ?? []
        connectHeaders = entries.compactMap { entry in
            fields.problems.strings(
                entry.value,
                field: "\(path).\(entry.key)",
                type: "[]config.Secret",
                element: "string"
            ).map { ProxyHeader(name: entry.key, values: $0.map { Secret($0) }) }
        }.sorted { $0.name < $1.name }
    }

    func validate(_ fields: YAMLFields) {
        if !connectHeaders.isEmpty, url.isEmpty, !fromEnvironment {
            fields.reject(
                "if proxy_connect_header is configured, proxy_url or proxy_from_environment must also be configured",
                "proxy_connect_header"
            )
        }
        if fromEnvironment, !url.isEmpty {
            fields.reject("if proxy_from_environment is configured, proxy_url must not be configured", "proxy_url")
        }
        if fromEnvironment, !noProxy.isEmpty {
            fields.reject("if proxy_from_environment is configured, no_proxy must not be configured", "no_proxy")
        }
        if url.isEmpty, !noProxy.isEmpty {
            fields.reject("if no_proxy is configured, proxy_url must also be configured", "no_proxy")
        }
    }
}
