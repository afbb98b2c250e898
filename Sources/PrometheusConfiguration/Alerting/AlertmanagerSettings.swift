package import Discovery
package import HTTPClients
package import LabelMatching

/// One element of `alertmanagers`: a set of Alertmanagers that all get every alert.
package struct AlertmanagerSettings: Sendable, Hashable {
    package var http = HTTPClientSettings()
    /// How requests are signed; `nil` if they are not.
    package var sigv4: SigV4Settings?
    package var discovery: [DiscoverySettings] = []
    package var scheme = "http"
    package var pathPrefix = ""
    /// The time for one request.
    package var timeoutMilliseconds: Int64 = 10_000
    package var apiVersion = "v2"
    /// Rules for the discovered Alertmanagers.
    package var relabelRules: [RelabelRule] = []
    /// Rules for the alerts of this set, after the global ones.
    package var alertRelabelRules: [RelabelRule] = []

    package init() {}
}
