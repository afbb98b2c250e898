import HTTPClients
import StrictYAML
import Testing

@Suite struct HTTPClientSettingsTests {
    private func decode(_ text: String) throws(YAMLError) -> HTTPClientSettings {
        try YAMLDocument.decode(text) { root, problems in
            guard let root,
                let fields = YAMLFields(root, type: "config.ScrapeConfig", path: "", problems: problems)
            else { return HTTPClientSettings() }
            let settings = HTTPClientSettings(decoding: fields, base: BaseDirectory("/etc/p"))
            fields.finish()
            return settings
        }
    }

    @Test func `an empty block has the defaults`() throws {
        let settings = try decode("{}")
        #expect(settings == HTTPClientSettings())
        #expect(settings.followsRedirects && settings.enablesHTTP2)
    }

    @Test func `files are relative to the configuration`() throws {
        let settings = try decode(
            """
            basic_auth: {username: u, password_file: pw}
            tls_config: {ca_file: ca.pem, cert_file: c.pem, key_file: /k.pem, min_version: TLS12}
            http_headers: {X-B: {files: [h]}, X-A: {values: [v], secrets: [s]}}
            """
        )
        #expect(settings.basicAuth?.passwordFile == "/etc/p/pw")
        #expect(settings.tls.authority.file == "/etc/p/ca.pem")
        #expect(settings.tls.key.file == "/k.pem")
        #expect(settings.tls.minimumVersion == .tls12)
        #expect(settings.headers.map(\.name) == ["X-A", "X-B"])
        #expect(settings.headers[1].files == ["/etc/p/h"])
    }

    @Test func `the old token becomes an authorization`() throws {
        let settings = try decode("bearer_token_file: t")
        #expect(settings.authorization?.type == "Bearer")
        #expect(settings.authorization?.credentialsFile == "/etc/p/t")
    }

    @Test(arguments: [
        (
            "basic_auth: {username: a, username_file: b}",
            "at most one of basic_auth username, username_file & username_ref must be configured"
        ),
        (
            "basic_auth: {password: a, password_file: b}",
            "at most one of basic_auth password, password_file & password_ref must be configured"
        ),
        (
            "authorization: {type: ' Basic '}",
            "authorization type cannot be set to \"basic\", use \"basic_auth\" instead"
        ),
        (
            "authorization: {credentials: a, credentials_file: b}",
            "at most one of authorization credentials & credentials_file must be configured"
        ),
        ("bearer_token: a\nbearer_token_file: b", "at most one of bearer_token & bearer_token_file must be configured"),
        (
            "bearer_token: a\nbasic_auth: {username: x}",
            "at most one of basic_auth, oauth2, bearer_token & bearer_token_file must be configured"
        ),
        (
            "bearer_token: a\nauthorization: {credentials: x}",
            "authorization is not compatible with bearer_token & bearer_token_file"
        ),
        (
            "basic_auth: {username: x}\nauthorization: {credentials: x}",
            "at most one of basic_auth, oauth2 & authorization must be configured"
        ),
        ("oauth2: {token_url: x}", "oauth2 client_id must be configured"),
        ("oauth2: {client_id: x}", "oauth2 token_url must be configured"),
        ("no_proxy: x", "if no_proxy is configured, proxy_url must also be configured"),
        (
            "proxy_url: http://x\nproxy_from_environment: true",
            "if proxy_from_environment is configured, proxy_url must not be configured"
        ),
        (
            "proxy_connect_header: {a: [b]}",
            "if proxy_connect_header is configured, proxy_url or proxy_from_environment must also be configured"
        ),
        ("proxy_url: http://[a", "parse \"http://[a\": missing ']' in host"),
        (
            "tls_config: {cert: x}",
            "exactly one of key or key_file must be configured when a client certificate is configured"
        ),
        ("tls_config: {key: x}", "exactly one of cert or cert_file must be configured when a client key is configured"),
        ("tls_config: {ca: x, ca_file: y}", "at most one of ca, ca_file & ca_ref must be configured"),
        (
            "tls_config: {min_version: TLS13, max_version: TLS12}",
            "tls_config.max_version must be greater than or equal to tls_config.min_version if both are specified"
        ),
        ("tls_config: {min_version: SSL3}", "unknown TLS version: SSL3"),
        ("http_headers: {accept-encoding: {values: [x]}}", "setting header \"Accept-Encoding\" is not allowed"),
    ])
    func `what does not go together is refused in upstream's words`(text: String, reason: String) {
        let error = #expect(throws: YAMLError.self) { try decode(text) }
        #expect(error?.description.hasPrefix(reason + " (line ") == true, "\(error?.description ?? "")")
    }

    @Test func `what is shown has no secrets`() throws {
        let settings = try decode(
            """
            oauth2: {client_id: i, client_secret: hunter2, token_url: "http://t/", scopes: [a], endpoint_params: {b: c}}
            proxy_url: http://u:hunter2@proxy/
            proxy_connect_header: {P: [hunter2]}
            tls_config: {cert: c, key: hunter2}
            http_headers: {H: {secrets: [hunter2]}}
            """
        )
        let text = YAMLWriter.text(.mapping(settings.displayedFields))
        #expect(!text.contains("hunter2"))
        #expect(text.contains("proxy_url: http://u:xxxxx@proxy/"))
        #expect(
            text.hasPrefix(
                "oauth2:\n  client_id: i\n  client_secret: <secret>\n  scopes:\n  - a\n  token_url: http://t/"
            )
        )
    }
}
