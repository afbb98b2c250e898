internal import HTTPClients
internal import PrometheusModel
internal import StrictYAML

/// The current context of a kubeconfig file.
struct KubeconfigFile {
    private(set) var server: String
    private(set) var http = HTTPClientSettings()

    init(path: String) throws {
        let root = try YAMLDocument(bytes: try TextFile.read(path)).root
        guard let root, root.entries != nil else {
            throw DiscoveryError("invalid configuration: no configuration has been provided")
        }
        let base = BaseDirectory(ofFile: path)
        let contextName = root.member("current-context").plainText
        let context = Self.named(contextName, in: root.member("contexts"))?.member("context")
        guard let context else {
            throw DiscoveryError("context was not found for specified context: \(contextName)")
        }
        let clusterName = context.member("cluster").plainText
        guard let cluster = Self.named(clusterName, in: root.member("clusters"))?.member("cluster") else {
            throw DiscoveryError("invalid configuration: cluster \(clusterName.quoted) does not exist")
        }
        server = cluster.member("server").plainText
        guard !server.isEmpty else {
            throw DiscoveryError("invalid configuration: no server found for cluster \(clusterName.quoted)")
        }
        while server.hasSuffix("/") { server.removeLast() }
        try takeCluster(cluster, base)
        let userName = context.member("user").plainText
        guard !userName.isEmpty else { return }
        guard let user = Self.named(userName, in: root.member("users"))?.member("user") else {
            throw DiscoveryError("invalid configuration: user \(userName.quoted) was not found for context")
        }
        try takeUser(user, base)
    }

    private static func named(_ name: String, in list: YAMLNode?) -> YAMLNode? {
        list?.elements?.first { $0.member("name").plainText == name }
    }

    private mutating func takeCluster(_ cluster: YAMLNode, _ base: BaseDirectory) throws {
        http.tls.serverName = cluster.member("tls-server-name").plainText
        http.tls.skipsVerification = cluster.member("insecure-skip-tls-verify").plainText == "true"
        http.proxy.url = cluster.member("proxy-url").plainText
        if let inline = try Self.decoded(cluster, "certificate-authority-data") {
            http.tls.authority.inline = inline
        } else {
            http.tls.authority.file = Self.path(cluster, "certificate-authority", base)
        }
    }

    private mutating func takeUser(_ user: YAMLNode, _ base: BaseDirectory) throws {
        if user.member("exec")?.entries != nil || user.member("auth-provider")?.entries != nil {
            throw DiscoveryError("users with exec or auth-provider plugins are not supported in kubeconfig_file")
        }
        if let inline = try Self.decoded(user, "client-certificate-data") {
            http.tls.certificate.inline = inline
        } else {
            http.tls.certificate.file = Self.path(user, "client-certificate", base)
        }
        if let inline = try Self.decoded(user, "client-key-data") {
            http.tls.key.inline = Secret(inline)
        } else {
            http.tls.key.file = Self.path(user, "client-key", base)
        }
        let (token, tokenFile) = (user.member("token").plainText, Self.path(user, "tokenFile", base))
        if !token.isEmpty || !tokenFile.isEmpty {
            var authorization = AuthorizationSettings()
            authorization.credentialsFile = tokenFile
            if tokenFile.isEmpty { authorization.credentials = Secret(token) }
            http.authorization = authorization
            return
        }
        let name = user.member("username").plainText
        guard !name.isEmpty else { return }
        var basic = BasicAuthSettings()
        basic.username = name
        basic.password = Secret(user.member("password").plainText)
        http.basicAuth = basic
    }

    /// A path relative to the file.
    private static func path(_ node: YAMLNode, _ key: String, _ base: BaseDirectory) -> String {
        let text = node.member(key).plainText
        return text.isEmpty ? "" : base.resolve(text)
    }

    /// Text that stands in base64.
    private static func decoded(_ node: YAMLNode, _ key: String) throws -> String? {
        let text = node.member(key).plainText
        if text.isEmpty { return nil }
        guard let bytes = Base64Text.decoded(text) else {
            throw DiscoveryError("unable to decode \(key): illegal base64 data")
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension YAMLNode {
    /// The value of a mapping's key.
    fileprivate func member(_ key: String) -> YAMLNode? {
        entries?.last { $0.key.scalar?.text == key }?.value
    }
}

extension YAMLNode? {
    /// The text of a scalar; empty for all else.
    fileprivate var plainText: String { self?.isNull == true ? "" : self?.scalar?.text ?? "" }
}
