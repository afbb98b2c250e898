import HTTPClients
import PrometheusConfiguration
import Testing

@Suite struct CloudAuthenticationTests {
    private func load(_ block: String) throws -> ServerConfiguration {
        try ServerConfiguration(decoding: Array("remote_write: [{url: 'http://a', \(block)}]".utf8), file: "p.yml") {
            _ in nil
        }
    }

    @Test func `secrets of the blocks are not shown`() throws {
        let azure = try load(
            "azuread: {oauth: {client_id: 00000000-0000-0000-0000-000000000000, client_secret: abc, tenant_id: t}}"
        )
        #expect(azure.displayedText.contains("client_secret: <secret>"))
        let amazon = try load("sigv4: {region: r, access_key: k, secret_key: s}")
        #expect(amazon.displayedText.contains("secret_key: <secret>"))
        #expect(amazon.remoteWrites.first?.sigv4?.region == "r")
        #expect(amazon.warnings.isEmpty)
    }

    @Test(arguments: [
        (
            "sigv4: {}, azuread: {sdk: {}}",
            "at most one of basic_auth, authorization, oauth2, sigv4, azuread or google_iam must be configured. "
                + "Currently configured: [sigv4 azuread]"
        ),
        ("azuread: {cloud: x, sdk: {tenant_id: a}}", "must provide a cloud in the Azure AD config"),
        ("sigv4: {external_id: a}", "external_id can only be used with role_arn"),
        ("google_iam: {foo: 1}", "field foo not found in type googleiam.Config"),
    ])
    func `what is wrong is told`(block: String, message: String) throws {
        let error = #expect(throws: ConfigurationError.self) { try load(block) }
        #expect(error?.description.contains(message) == true, "\(String(describing: error))")
    }
}
