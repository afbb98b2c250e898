/// Through which proxy requests go.
package struct ProxySettings: Sendable, Hashable {
    /// The proxy's URL; empty for none.
    package var url = ""
    /// Hosts that are reached directly: IPs, CIDRs, domains, with optional ports, separated by commas.
    package var noProxy = ""
    /// Whether `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` decide.
    package var fromEnvironment = false
    /// Headers for the proxy's `CONNECT`, sorted by name.
    package var connectHeaders: [ProxyHeader] = []

    package init() {}
}
