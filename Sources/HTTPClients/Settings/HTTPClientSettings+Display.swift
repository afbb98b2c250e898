package import StrictYAML

extension HTTPClientSettings {
    /// The fields as the displayed configuration has them, in upstream's order, secrets hidden.
    package var displayedFields: [YAMLField] {
        var fields: [YAMLField] = []
        if let basicAuth { fields.append(YAMLField("basic_auth", .mapping(basicAuth.displayedFields))) }
        if let authorization { fields.append(YAMLField("authorization", .mapping(authorization.displayedFields))) }
        if let oauth2 { fields.append(YAMLField("oauth2", .mapping(oauth2.displayedFields))) }
        if tls != TLSSettings() { fields.append(YAMLField("tls_config", .mapping(tls.displayedFields))) }
        fields.append(YAMLField("follow_redirects", .bool(followsRedirects)))
        fields.append(YAMLField("enable_http2", .bool(enablesHTTP2)))
        fields += proxy.displayedFields
        if !headers.isEmpty {
            let all = headers.map { YAMLField($0.name, .mapping($0.displayedFields)) }
            fields.append(YAMLField("http_headers", .mapping(all)))
        }
        return fields
    }
}

extension BasicAuthSettings {
    fileprivate var displayedFields: [YAMLField] {
        [
            .text("username", username), .text("username_file", usernameFile),
            .text("username_ref", usernameReference), .secret("password", password),
            .text("password_file", passwordFile), .text("password_ref", passwordReference),
        ].compactMap(\.self)
    }
}

extension AuthorizationSettings {
    fileprivate var displayedFields: [YAMLField] {
        [
            .text("type", type), .secret("credentials", credentials), .text("credentials_file", credentialsFile),
            .text("credentials_ref", credentialsReference),
        ].compactMap(\.self)
    }
}

extension TLSSettings {
    /// The fields of `tls_config` in upstream's order, the key hidden.
    package var displayedFields: [YAMLField] {
        var fields: [YAMLField?] = [
            .text("ca", authority.inline), .text("cert", certificate.inline), .secret("key", key.inline),
            .text("ca_file", authority.file), .text("cert_file", certificate.file), .text("key_file", key.file),
            .text("ca_ref", authority.reference), .text("cert_ref", certificate.reference),
            .text("key_ref", key.reference), .text("server_name", serverName),
        ]
        fields.append(YAMLField("insecure_skip_verify", .bool(skipsVerification)))
        fields.append(.text("min_version", minimumVersion?.rawValue ?? ""))
        fields.append(.text("max_version", maximumVersion?.rawValue ?? ""))
        return fields.compactMap(\.self)
    }
}

extension ProxySettings {
    fileprivate var displayedFields: [YAMLField] {
        var fields: [YAMLField?] = [.text("proxy_url", URLText.redacted(url)), .text("no_proxy", noProxy)]
        if fromEnvironment { fields.append(YAMLField("proxy_from_environment", .bool(true))) }
        if !connectHeaders.isEmpty {
            let all = connectHeaders.map { header in
                YAMLField(header.name, .sequence(header.values.map { .string($0.description) }))
            }
            fields.append(YAMLField("proxy_connect_header", .mapping(all)))
        }
        return fields.compactMap(\.self)
    }
}

extension HTTPHeaderSettings {
    fileprivate var displayedFields: [YAMLField] {
        [
            .texts("values", values), .texts("secrets", secrets.map(\.description)), .texts("files", files),
        ].compactMap(\.self)
    }
}

extension OAuth2Settings {
    fileprivate var displayedFields: [YAMLField] {
        var fields: [YAMLField?] = [YAMLField("client_id", .string(clientID))]
        fields += [
            .secret("client_secret", clientSecret.inline), .text("client_secret_file", clientSecret.file),
            .text("client_secret_ref", clientSecret.reference),
            .text("client_certificate_key_id", certificateKeyID),
            .secret("client_certificate_key", certificateKey.inline),
            .text("client_certificate_key_file", certificateKey.file),
            .text("client_certificate_key_ref", certificateKey.reference),
            .text("signature_algorithm", signatureAlgorithm), .text("iss", issuer), .text("audience", audience),
        ]
        if let claims { fields.append(YAMLField("claims", claims)) }
        fields.append(.texts("scopes", scopes))
        fields.append(YAMLField("token_url", .string(tokenURL)))
        fields.append(.text("grant_type", grantType))
        if !endpointParameters.isEmpty {
            let all = endpointParameters.map { YAMLField($0.name, .string($0.value)) }
            fields.append(YAMLField("endpoint_params", .mapping(all)))
        }
        if tls != TLSSettings() { fields.append(YAMLField("tls_config", .mapping(tls.displayedFields))) }
        return fields.compactMap(\.self) + proxy.displayedFields
    }
}
