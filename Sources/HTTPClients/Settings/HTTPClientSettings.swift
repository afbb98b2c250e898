/// How to talk to a set of HTTP servers: the block of authentication, TLS and proxy settings that scrape jobs,
/// Alertmanager groups and discovery mechanisms share.
package struct HTTPClientSettings: Sendable, Hashable {
    package var basicAuth: BasicAuthSettings?
    package var authorization: AuthorizationSettings?
    package var oauth2: OAuth2Settings?
    package var tls = TLSSettings()
    package var proxy = ProxySettings()
    /// Whether a redirect is followed; if not, the 3xx answer is the result.
    package var followsRedirects = true
    /// Whether HTTP/2 may be negotiated over TLS.
    package var enablesHTTP2 = true
    /// Headers that are added to each request, sorted by name.
    package var headers: [HTTPHeaderSettings] = []

    package init() {}
}
