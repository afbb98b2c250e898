package import StrictYAML

extension HTTPClientSettings {
    /// Decodes the block's fields out of `fields`, which may hold others too, and validates them.
    package init(decoding fields: YAMLFields, base: BaseDirectory) {
        self.init()
        basicAuth = fields.fields("basic_auth", type: "config.plain").map {
            BasicAuthSettings(decoding: $0, base: base)
        }
        authorization = fields.fields("authorization", type: "config.Authorization").map {
            AuthorizationSettings(decoding: $0, base: base)
        }
        oauth2 = fields.fields("oauth2", type: "config.plain").map { OAuth2Settings(decoding: $0, base: base) }
        if let inner = fields.fields("tls_config", type: "config.plain") {
            tls = TLSSettings(decoding: inner, base: base)
        }
        followsRedirects = fields.bool("follow_redirects") ?? true
        enablesHTTP2 = fields.bool("enable_http2") ?? true
        proxy = ProxySettings(decoding: fields)
        headers = HTTPHeaderSettings.decode(fields, base: base)
        let token = AuthorizationSettings(bearerTokenIn: fields, base: base)
        guard fields.isSound else { return }
        validate(fields, token: token)
    }

    /// Checks that at most one way to authenticate is set, and takes the old `bearer_token` for `authorization`.
    private mutating func validate(_ fields: YAMLFields, token: AuthorizationSettings) {
        let hasToken = !token.credentials.isEmpty || !token.credentialsFile.isEmpty
        if !token.credentials.isEmpty, !token.credentialsFile.isEmpty {
            return fields.reject("at most one of bearer_token & bearer_token_file must be configured", "bearer_token")
        }
        if hasToken, basicAuth != nil || oauth2 != nil {
            return fields.reject(
                "at most one of basic_auth, oauth2, bearer_token & bearer_token_file must be configured",
                basicAuth != nil ? "basic_auth" : "oauth2"
            )
        }
        if hasToken, authorization != nil {
            return fields.reject(
                "authorization is not compatible with bearer_token & bearer_token_file",
                "authorization"
            )
        }
        let ways = [
            ("basic_auth", basicAuth != nil), ("oauth2", oauth2 != nil), ("authorization", authorization != nil),
        ]
        let used = ways.filter(\.1)
        if used.count > 1 {
            return fields.reject("at most one of basic_auth, oauth2 & authorization must be configured", used[1].0)
        }
        if hasToken { authorization = token }
        proxy.validate(fields)
    }
}

extension YAMLFields {
    /// Rejects the field `key` if more than one of `values` is set.
    func rejectIfSeveral(of values: [Bool], _ reason: String, _ key: String) {
        if values.count(where: { $0 }) > 1 { reject(reason, key) }
    }
}
