/// How to talk TLS: roots, client certificate, names and versions.
package struct TLSSettings: Sendable, Hashable {
    package var authority = TLSMaterial()
    package var certificate = TLSMaterial()
    package var key = TLSKeyMaterial()
    /// The name to verify, empty for the URL's host.
    package var serverName = ""
    /// Whether the server's certificate is not verified.
    package var skipsVerification = false
    package var minimumVersion: TLSVersion?
    package var maximumVersion: TLSVersion?

    package init() {}
}
