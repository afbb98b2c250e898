/// A proxy, as a URL names it.
package struct ProxyServer: Sendable, Hashable {
    /// How the proxy is spoken to.
    package enum Kind: Sendable, Hashable {
        /// `CONNECT` for HTTPS, whole URLs for plain HTTP.
        case http
        case socks5
    }

    package let kind: Kind
    package let host: String
    package let port: Int
    /// User and password for the proxy, escapes undone.
    package let user: String?
    package let password: String?

    /// `nil` for a proxy that is spoken to in a way that is not known.
    package init?(_ text: String) {
        guard let url = HTTPURL(text.contains("://") ? text : "http://" + text) else { return nil }
        switch url.scheme {
        case "http": kind = .http
        // Go lets the proxy look names up in both cases.
        case "socks5", "socks5h":
            guard url.userInfo == nil else { return nil }
            kind = .socks5
        default: return nil
        }
        host = url.host
        port = url.port
        let credentials = url.credentials
        user = credentials?.user
        password = credentials?.password
    }
}
