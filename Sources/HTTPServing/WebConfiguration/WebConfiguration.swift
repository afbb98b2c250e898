package import StrictYAML

/// The web configuration file, `--web.config.file`: TLS, users, headers and the limit of requests.
package struct WebConfiguration: Sendable, Hashable {
    /// A user and the bcrypt hash of the password.
    package struct User: Sendable, Hashable {
        package var name: String
        package var hash: Secret
    }

    /// A header that every answer has.
    package struct Header: Sendable, Hashable {
        package var name: String
        package var value: String
    }

    /// At most so many requests: one more every interval, so many at once.
    package struct RateLimit: Sendable, Hashable {
        package var interval: Duration = .zero
        package var burst = 0
    }

    package var tls = WebTLSSettings()
    package var isHTTP2Enabled = true
    package var headers: [Header] = []
    package var rateLimit = RateLimit()
    package var users: [User] = []

    package init() {}
}
