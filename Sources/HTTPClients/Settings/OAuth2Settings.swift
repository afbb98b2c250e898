package import StrictYAML

/// OAuth 2.0 client credentials or a JWT grant.
package struct OAuth2Settings: Sendable, Hashable {
    package var clientID = ""
    package var clientSecret = OAuth2Secret()
    package var certificateKey = OAuth2Secret()
    package var certificateKeyID = ""
    package var signatureAlgorithm = ""
    package var grantType = ""
    package var issuer = ""
    package var audience = ""
    /// Further claims of the JWT.
    package var claims: YAMLValue?
    package var scopes: [String] = []
    package var tokenURL = ""
    /// Further form fields of the token request, sorted by name.
    package var endpointParameters: [OAuth2Parameter] = []
    package var tls = TLSSettings()
    package var proxy = ProxySettings()

    package init() {}
}
