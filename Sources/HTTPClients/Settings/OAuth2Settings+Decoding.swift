internal import StrictYAML

extension OAuth2Settings {
    private static let jwtGrant = "urn:ietf:params:oauth:grant-type:jwt-bearer"

    init(decoding fields: YAMLFields, base: BaseDirectory) {
        self.init()
        clientID = fields.string("client_id") ?? ""
        clientSecret = OAuth2Secret(decoding: fields, "client_secret") { base.resolve($0) }
        // Upstream leaves this one relative to the working directory.
        certificateKey = OAuth2Secret(decoding: fields, "client_certificate_key") { $0 }
        certificateKeyID = fields.string("client_certificate_key_id") ?? ""
        signatureAlgorithm = fields.string("signature_algorithm") ?? ""
        grantType = fields.string("grant_type") ?? ""
        issuer = fields.string("iss") ?? ""
        audience = fields.string("audience") ?? ""
        claims = fields.value("claims").map { YAMLValue($0) }
        scopes = fields.strings("scopes") ?? []
        tokenURL = fields.string("token_url") ?? ""
        endpointParameters = (fields.stringMap("endpoint_params", type: "map[string]string") ?? []).map {
            OAuth2Parameter(name: $0.key, value: $0.value)
        }.sorted { $0.name < $1.name }
        if let inner = fields.fields("tls_config", type: "config.plain") {
            tls = TLSSettings(decoding: inner, base: base)
        }
        proxy = ProxySettings(decoding: fields)
        fields.finish()
        if fields.isSound { validate(fields) }
    }

    private func validate(_ fields: YAMLFields) {
        proxy.validate(fields)
        if clientID.isEmpty { fields.reject("oauth2 client_id must be configured", "client_id") }
        if tokenURL.isEmpty { fields.reject("oauth2 token_url must be configured", "token_url") }
        if grantType == Self.jwtGrant {
            fields.rejectIfSeveral(
                of: certificateKey.given,
                "at most one of oauth2 client_certificate_key, client_certificate_key_file & "
                    + "client_certificate_key_ref must be configured using grant-type=\(Self.jwtGrant)",
                "client_certificate_key"
            )
            if !signatureAlgorithm.isEmpty, !["RS256", "RS384", "RS512"].contains(signatureAlgorithm) {
                fields.reject("valid signature algorithms are RS256, RS384 and RS512", "signature_algorithm")
            }
        } else {
            fields.rejectIfSeveral(
                of: clientSecret.given,
                "at most one of oauth2 client_secret, client_secret_file & client_secret_ref must be configured "
                    + "using grant-type=client_credentials",
                "client_secret"
            )
        }
    }
}

extension OAuth2Secret {
    fileprivate init(decoding fields: YAMLFields, _ key: String, resolve: (String) -> String) {
        self.init()
        inline = fields.secret(key) ?? Secret("")
        file = resolve(fields.string("\(key)_file") ?? "")
        reference = fields.string("\(key)_ref") ?? ""
    }

    fileprivate var given: [Bool] { [!inline.isEmpty, !file.isEmpty, !reference.isEmpty] }
}
